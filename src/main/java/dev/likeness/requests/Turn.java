package dev.likeness.requests;

import dev.likeness.auth.Caller;
import java.math.BigDecimal;
import java.util.UUID;

/**
 * A request that this replica has taken on.
 *
 * @param cost in credits
 * @param fence grows with everybody who takes the request on or cancels it; what is said with an older one does not count
 * @param attempt counted from 1
 */
record Turn(UUID id, Caller caller, BigDecimal cost, long fence, int attempt, Duty duty) {

    /** The same when all that is left to do is to have it paid. */
    Turn toCharge() {
        return new Turn(id, caller, cost, fence, attempt, Duty.CHARGE);
    }

    /** What is left to do. */
    enum Duty {
        /** All of it. */
        RUN,
        /** Its pictures are there: it has to be paid and completed. */
        CHARGE,
        /** It was begun as often as it may be: it has to fail. */
        GIVE_UP,
        /** It is completed; whether it was paid is not known. */
        SETTLE,
        /** It has failed; whether its credits are back is not known. */
        RELEASE
    }
}
