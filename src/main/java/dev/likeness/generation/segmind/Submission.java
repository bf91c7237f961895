package dev.likeness.generation.segmind;

import dev.likeness.remote.Answer;
import dev.likeness.remote.ExchangeFault;
import dev.likeness.remote.ExchangeFault.Kind;
import dev.likeness.remote.Timers;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Sends a request for pictures, and never twice where both could be paid. A request that could not leave, or that was refused,
 * has begun nothing. One whose answer was lost may have begun something: it is repeated only where the upstream makes one job
 * of both, and fails otherwise, as does one that stays unsure.
 */
final class Submission {

    private static final Logger LOG = Logger.getLogger(Submission.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final Timers timers;
    private final Refusals refusals;
    private final String idempotencyKey;

    /** Whether the upstream answers only when it has worked on the job. */
    private final boolean worked;

    private int repetitions;
    private boolean unsure;
    private Duration pause = FIRST_PAUSE;

    /** @param repetitions how often a lost request is repeated; none where the upstream would make two jobs */
    Submission(Timers timers, Refusals refusals, String idempotencyKey, boolean worked, int repetitions) {
        this.timers = timers;
        this.refusals = refusals;
        this.idempotencyKey = idempotencyKey;
        this.worked = worked;
        this.repetitions = repetitions;
    }

    /** An answer of success, or a failure that says whether another backend may have the job. */
    Uni<Answer> of(Supplier<Uni<Answer>> sending) {
        return Uni.createFrom().deferred(sending::get).onItemOrFailure().transformToUni((answer, failure) -> {
            if (failure == null) {
                return judged(answer, sending);
            }
            return failure instanceof ExchangeFault fault
                    ? lost(fault, sending)
                    : Uni.createFrom().failure(failure);
        });
    }

    private Uni<Answer> judged(Answer answer, Supplier<Uni<Answer>> sending) {
        if (answer.status() >= 200 && answer.status() < 300) {
            return Uni.createFrom().item(answer);
        }
        boolean unclear = Refusals.leavesUnsure(answer);
        boolean passing = answer.status() == 429 || answer.status() == 503;
        if (unclear || unsure && passing) {
            return again("answered " + answer.status(), sending);
        }
        // Said of a repetition, a refusal says nothing of what went before.
        return Uni.createFrom()
                .failure(unsure ? stayedUnsure("answered " + answer.status()) : refusals.of(answer, worked));
    }

    private Uni<Answer> lost(ExchangeFault fault, Supplier<Uni<Answer>> sending) {
        if (fault.kind() == Kind.NOT_CONNECTED && !unsure) {
            return Uni.createFrom().failure(refusals.unavailable(Upstream.MOMENT, fault));
        }
        if (fault.kind() == Kind.TOO_LARGE) {
            return Uni.createFrom().failure(refusals.failed("the upstream " + fault.getMessage()));
        }
        if (fault.kind() == Kind.STALLED && worked) {
            return Uni.createFrom().failure(Refusals.late(fault));
        }
        return again(fault.getMessage(), sending);
    }

    private Uni<Answer> again(String why, Supplier<Uni<Answer>> sending) {
        unsure = true;
        if (repetitions-- <= 0) {
            return Uni.createFrom().failure(stayedUnsure(why));
        }
        Duration wait = pause;
        pause = pause.multipliedBy(2);
        return timers.after(wait).chain(() -> of(sending));
    }

    private RuntimeException stayedUnsure(String why) {
        LOG.warnf(
                "The upstream %s after it was sent %s: it may make the pictures and charge for them, and is not asked again",
                why, idempotencyKey);
        return refusals.failed("the upstream " + why + ", and it is not known whether it has the job");
    }
}
