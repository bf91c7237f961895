package dev.likeness.generation.segmind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.remote.Answer;
import dev.likeness.remote.Timers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Cancels a job and sees to it that it has ended: an answer to a cancellation proves nothing. */
final class Cancellation {

    private static final Logger LOG = Logger.getLogger(Cancellation.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final SegmindClient client;
    private final Timers timers;
    private final UpstreamJob job;
    private final long endNanos;
    private Duration pause = FIRST_PAUSE;

    Cancellation(SegmindClient client, Timers timers, UpstreamJob job, Duration timeout) {
        this.client = client;
        this.timers = timers;
        this.job = job;
        this.endNanos = System.nanoTime() + timeout.toNanos();
    }

    /** Completes when the job has ended, or when that cannot be brought about and can only be logged. */
    Uni<Void> run() {
        if (!job.cancellable()) {
            LOG.infof(
                    "The upstream cannot cancel the job %s that nobody waits for any more, and will charge for it",
                    job.id());
            return Uni.createFrom().voidItem();
        }
        return Multi.createBy()
                .repeating()
                .uni(this::attempt)
                .whilst(done -> !done)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Boolean> attempt() {
        return client.cancel(job.id())
                .chain(answer -> client.status(job.id()))
                .map(Cancellation::hasEnded)
                .onFailure()
                .recoverWithItem(false)
                .chain(ended -> {
                    if (ended) {
                        return Uni.createFrom().item(true);
                    }
                    if (System.nanoTime() - endNanos > 0) {
                        LOG.warnf(
                                "The upstream may still work on the cancelled job %s: it could not be seen to end",
                                job.id());
                        return Uni.createFrom().item(true);
                    }
                    Duration now = pause;
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                    return timers.after(now).replaceWith(false);
                });
    }

    private static boolean hasEnded(Answer answer) {
        JsonNode said = Words.json(answer);
        String state = said.path("status").asText();
        return state.equals("FAILED") || state.equals("COMPLETED") || answer.status() == 404 || answer.status() == 410;
    }
}
