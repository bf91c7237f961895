package dev.likeness.requests;

import dev.likeness.error.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that does not answer some of its calls. */
final class Away {

    private final Map<String, AtomicInteger> silent = new ConcurrentHashMap<>();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final Map<String, Pause> paused = new ConcurrentHashMap<>();
    private final Map<String, Pause> pausedBefore = new ConcurrentHashMap<>();

    /** The next so many calls of this method come to nothing. */
    void at(String method, int times) {
        silent.put(method, new AtomicInteger(times));
    }

    /** From now on this method's calls are carried out, and their answers wait for {@link Pause#resume}. */
    Pause pause(String method) {
        return pause(method, paused);
    }

    /** From now on this method's calls are carried out after {@link Pause#resume}. */
    Pause pauseBefore(String method) {
        return pause(method, pausedBefore);
    }

    private static Pause pause(String method, Map<String, Pause> where) {
        Pause pause = new Pause();
        where.put(method, pause);
        return pause;
    }

    /** The next call of this method is carried out, and its answer gets lost. */
    void lose(String method) {
        lost.add(method);
    }

    /** Where calls of a method stand still. */
    static final class Pause {

        private final CompletableFuture<Void> reached = new CompletableFuture<>();
        private final CompletableFuture<Void> resumed = new CompletableFuture<>();

        /** Returns when a call stands still. */
        void await() throws Exception {
            reached.get(60, TimeUnit.SECONDS);
        }

        void resume() {
            resumed.complete(null);
        }

        private <T> Uni<T> hold(T answer) {
            return Uni.createFrom().emitter(emitter -> {
                reached.complete(null);
                resumed.thenRun(() -> emitter.complete(answer));
            });
        }
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
                                .deferred(() -> isSilent(method.getName()) ? nobody() : answer(store, method, args))
                        : call(store, method, args)));
    }

    private Uni<?> answer(Object store, Method method, Object... args) {
        Pause before = pausedBefore.get(method.getName());
        Uni<?> answer = before == null
                ? (Uni<?>) call(store, method, args)
                : before.hold(true).chain(() -> (Uni<?>) call(store, method, args));
        if (lost.remove(method.getName())) {
            return answer.chain(Away::nobody);
        }
        Pause pause = paused.get(method.getName());
        return pause == null ? answer : answer.chain(pause::hold);
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
