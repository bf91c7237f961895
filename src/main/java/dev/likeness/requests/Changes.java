package dev.likeness.requests;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Tells this process that something has changed in the store. News may get lost on their way: who waits looks for itself
 * now and then.
 */
final class Changes {

    private final List<Runnable> forWork = new CopyOnWriteArrayList<>();
    private final List<Runnable> forHooks = new CopyOnWriteArrayList<>();
    private final List<Consumer<UUID>> forCancellations = new CopyOnWriteArrayList<>();
    private final Map<UUID, Set<Waiter>> waiters = new ConcurrentHashMap<>();

    void onQueued(Runnable listener) {
        forWork.add(listener);
    }

    /** @param listener returns at once: a request is being ended meanwhile */
    void onHooked(Runnable listener) {
        forHooks.add(listener);
    }

    void onCancelled(Consumer<UUID> listener) {
        forCancellations.add(listener);
    }

    /** There is something to take. */
    void queued() {
        forWork.forEach(Runnable::run);
    }

    /** There is a webhook to call. */
    void hooked() {
        forHooks.forEach(Runnable::run);
    }

    void cancelled(UUID id) {
        forCancellations.forEach(listener -> listener.accept(id));
        changed(id);
    }

    /** There is something new to be read of this request. */
    void changed(UUID id) {
        Set<Waiter> waiting = waiters.remove(id);
        if (waiting != null) {
            List.copyOf(waiting).forEach(Waiter::wake);
        }
    }

    /** How many wait. */
    int waiting() {
        return waiters.values().stream().mapToInt(Set::size).sum();
    }

    /** To be asked for before the store is read, so that nothing is missed in between; close it. */
    Waiter expect(UUID id) {
        Waiter waiter = new Waiter(id);
        waiters.compute(id, (key, waiting) -> {
            Set<Waiter> all = waiting == null ? ConcurrentHashMap.newKeySet() : waiting;
            all.add(waiter);
            return all;
        });
        return waiter;
    }

    /** Somebody who waits for one request. */
    final class Waiter implements AutoCloseable {

        private final UUID id;
        private final AtomicBoolean woken = new AtomicBoolean();
        private final List<UniEmitter<? super Void>> emitters = new ArrayList<>();

        private Waiter(UUID id) {
            this.id = id;
        }

        /** Completes when something has changed since this waiter was made, and at the latest after that time. */
        Uni<Void> await(Duration most) {
            return Uni.createFrom()
                    .<Void>emitter(emitter -> {
                        synchronized (emitters) {
                            if (!woken.get()) {
                                emitters.add(emitter);
                                return;
                            }
                        }
                        emitter.complete(null);
                    })
                    .ifNoItem()
                    .after(most)
                    .recoverWithItem((Void) null)
                    .onTermination()
                    .invoke(this::close);
        }

        private void wake() {
            List<UniEmitter<? super Void>> all;
            synchronized (emitters) {
                woken.set(true);
                all = List.copyOf(emitters);
                emitters.clear();
            }
            all.forEach(emitter -> emitter.complete(null));
        }

        @Override
        public void close() {
            waiters.computeIfPresent(id, (key, waiting) -> {
                waiting.remove(this);
                return waiting.isEmpty() ? null : waiting;
            });
        }
    }
}
