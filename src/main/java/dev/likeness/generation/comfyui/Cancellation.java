package dev.likeness.generation.comfyui;

import dev.likeness.generation.comfyui.QueueView.Entry;
import dev.likeness.generation.comfyui.QueueView.Place;
import dev.likeness.remote.Timers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Sees to it that a server lets go of one prompt, queued or running, and of no other. An answer to a cancellation proves
 * nothing: an interrupt works between two steps only, and one that comes before the first step is forgotten. So the queue
 * is asked, and the cancellation repeated, until the prompt is in it no more.
 */
final class Cancellation {

    private static final Logger LOG = Logger.getLogger(Cancellation.class);

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    /** Looks at the queue that must not show a prompt whose submission was not answered: it may still be on its way. */
    private static final int LOOKS_WHEN_UNSURE = 3;

    private enum Outcome {
        AGAIN,
        GONE,
        STUCK
    }

    private final ComfyServer server;
    private final Timers timers;
    private final String promptId;
    private final String clientId;
    private final long endNanos;
    private int absencesNeeded;
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    Cancellation(
            ComfyServer server, Timers timers, String promptId, String clientId, boolean accepted, Duration timeout) {
        this.server = server;
        this.timers = timers;
        this.promptId = promptId;
        this.clientId = clientId;
        this.absencesNeeded = accepted ? 1 : LOOKS_WHEN_UNSURE;
        this.endNanos = System.nanoTime() + timeout.toNanos();
    }

    /** True when the prompt is gone; false when the time is over and the server may still be at it. */
    Uni<Boolean> run() {
        return Multi.createBy()
                .repeating()
                .uni(this::attempt)
                .whilst(outcome -> outcome == Outcome.AGAIN)
                .collect()
                .last()
                .map(outcome -> outcome == Outcome.GONE);
    }

    private Uni<Outcome> attempt() {
        return cancelled().onFailure().recoverWithItem(false).chain(gone -> {
            if (gone && --absencesNeeded == 0) {
                return Uni.createFrom().item(Outcome.GONE);
            }
            if (System.nanoTime() - endNanos > 0) {
                LOG.warnf(
                        "%s may still work on the cancelled prompt %s: it could not be seen to end", server, promptId);
                return Uni.createFrom().item(Outcome.STUCK);
            }
            long pause = pauseMillis;
            pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            return timers.after(Duration.ofMillis(pause)).replaceWith(Outcome.AGAIN);
        });
    }

    private Uni<Boolean> cancelled() {
        return server.cancel(promptId)
                .chain(known -> known.isPresent() ? Uni.createFrom().voidItem() : server.dequeue(promptId))
                .chain(server::queue)
                .chain(queue -> followed(queue.find(promptId, clientId)));
    }

    private Uni<Boolean> followed(Optional<Entry> entry) {
        if (entry.isEmpty()) {
            return Uni.createFrom().item(true);
        }
        Uni<Void> again = entry.get().place() == Place.RUNNING
                // Only now that it is seen running: an old server interrupts whatever runs, and this must be ours.
                ? server.interrupt(entry.get().promptId())
                : server.dequeue(entry.get().promptId());
        return again.replaceWith(false);
    }
}
