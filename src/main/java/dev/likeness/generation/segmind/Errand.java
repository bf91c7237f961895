package dev.likeness.generation.segmind;

import dev.likeness.generation.GenerationJob;
import dev.likeness.remote.Answer;
import dev.likeness.remote.Timers;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What every call needs of the job that it is for and of the upstream.
 *
 * @param refusals in the words of this job
 */
record Errand(
        GenerationJob job, Share share, SegmindConfig config, Refusals refusals, Timers timers, Executor workers) {

    /**
     * Sends what is asked for, as {@link Submission} does.
     *
     * @param direct whether the answer is the pictures
     */
    Uni<Answer> sent(boolean direct, boolean base64, Function<byte[], Uni<Answer>> sending) {
        return Uni.createFrom()
                .item(() -> JobBody.of(job, share, base64, config.likeness()))
                .runSubscriptionOn(workers)
                .chain(body -> submission(direct).of(() -> sending.apply(body)));
    }

    private Submission submission(boolean direct) {
        return new Submission(
                timers, refusals, idempotencyKey(), direct, config.idempotent() ? config.submitRetries() : 0);
    }

    String idempotencyKey() {
        return share.idempotencyKey(job);
    }
}
