package dev.likeness.remote;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Work that goes on after nobody waits for its job any more, and that a shutdown waits for. */
public final class LooseEnds {

    private static final Logger LOG = Logger.getLogger(LooseEnds.class);

    /** How long a shutdown waits for others to let go of cancelled jobs. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();
    private int open;

    /** @param afterwards whatever becomes of the work */
    public void tie(Uni<Void> work, Runnable afterwards) {
        synchronized (this) {
            open++;
        }
        work.onTermination()
                .invoke(() -> {
                    afterwards.run();
                    tied();
                })
                .subscribe()
                .with(x -> {}, failure -> LOG.warn("A job could not be taken leave of", failure));
    }

    private void tied() {
        List<UniEmitter<? super Void>> woken;
        synchronized (this) {
            if (--open > 0) {
                return;
            }
            woken = List.copyOf(waiting);
            waiting.clear();
        }
        woken.forEach(emitter -> emitter.complete(null));
    }

    /**
     * Waits until nothing is open, as the last thing before the end; what is open for longer is logged and left.
     *
     * @param others who they are that have to let go, for the log
     */
    public void awaitAll(String others) {
        try {
            all().await().atMost(FAREWELL);
        } catch (RuntimeException e) {
            LOG.warnf(e, "%s may still work on jobs of ours, and did not let go of them in time", others);
        }
    }

    /** Completes when nothing is open. */
    private Uni<Void> all() {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                if (open > 0) {
                    waiting.add(emitter);
                    return;
                }
            }
            emitter.complete(null);
        });
    }
}
