package dev.likeness.credits;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Releases that are under way. They run to their end, since a caller that has left cancels its subscription. */
final class PendingReleases {

    private static final Logger LOG = Logger.getLogger(PendingReleases.class);

    private final Set<CompletableFuture<?>> pending = ConcurrentHashMap.newKeySet();

    /** The work, which is begun by a subscription and goes on when that is cancelled. */
    <T> Uni<T> uncancelled(Uni<T> work) {
        return Uni.createFrom().emitter(emitter -> {
            CompletableFuture<T> running = new CompletableFuture<>();
            pending.add(running);
            running.whenComplete((item, failure) -> pending.remove(running));
            work.subscribe()
                    .with(
                            item -> {
                                running.complete(item);
                                emitter.complete(item);
                            },
                            failure -> {
                                running.complete(null);
                                emitter.fail(failure);
                            });
        });
    }

    /** Waits for what is under way, and for what follows from it. */
    void await(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!pending.isEmpty()) {
            try {
                CompletableFuture.allOf(pending.toArray(CompletableFuture<?>[]::new))
                        .get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                LOG.errorf(
                        "%s releases of credits were not answered by Redis within %s s; they are given up",
                        pending.size(), atMost.toSeconds());
                return;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a release is never completed by a failure", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
