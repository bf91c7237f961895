package dev.likeness.requests;

import dev.likeness.error.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that does not answer some of its calls. */
final class Away {

    private final Map<String, AtomicInteger> silent = new ConcurrentHashMap<>();

    /** The next so many calls of this method come to nothing. */
    void at(String method, int times) {
        silent.put(method, new AtomicInteger(times));
    }

    /** How many of them are still to come. */
    int left(String method) {
        return Math.max(0, silent.get(method).get());
    }

    <T> T in(Class<T> type, T store) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> method.getReturnType() == Uni.class
                        ? Uni.createFrom()
                                .deferred(() ->
                                        isSilent(method.getName()) ? nobody() : (Uni<?>) call(store, method, args))
                        : call(store, method, args)));
    }

    private boolean isSilent(String method) {
        AtomicInteger times = silent.get(method);
        return times != null && times.getAndDecrement() > 0;
    }

    private static Object call(Object store, Method method, Object... args) {
        try {
            return method.invoke(store, args);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> Uni<T> nobody() {
        return Uni.createFrom().failure(new StoreUnavailable("away", Duration.ofSeconds(1), null));
    }
}
