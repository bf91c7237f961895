package dev.likeness.generation.comfyui;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A Vert.x that counts the timers which it was asked for and which have neither fired nor been cancelled. */
final class CountedTimers {

    private final Vertx real = Vertx.vertx();
    private final AtomicInteger open = new AtomicInteger();
    private final Vertx counting = (Vertx) Proxy.newProxyInstance(
            CountedTimers.class.getClassLoader(),
            new Class<?>[] {VertxInternal.class},
            (self, method, arguments) -> called(method, arguments));

    Vertx vertx() {
        return counting;
    }

    int open() {
        return open.get();
    }

    private Object called(Method method, Object[] arguments) throws Throwable {
        boolean set = method.getName().equals("setTimer") || method.getName().equals("setPeriodic");
        if (set) {
            open.incrementAndGet();
            if (method.getName().equals("setTimer")) {
                arguments[1] = once(arguments[1]);
            }
        }
        try {
            Object answer = method.invoke(real, arguments);
            if (method.getName().equals("cancelTimer") && (boolean) answer) {
                open.decrementAndGet();
            }
            return answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("unchecked")
    private Handler<Long> once(Object handler) {
        AtomicBoolean fired = new AtomicBoolean();
        return id -> {
            if (fired.compareAndSet(false, true)) {
                open.decrementAndGet();
            }
            ((Handler<Long>) handler).handle(id);
        };
    }
}
