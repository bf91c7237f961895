package dev.likeness.credits;

import dev.likeness.auth.Caller;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;

/** Who has how many credits. Money is decimal; there is no amount that a rounding could lose. */
public interface CreditLedger {

    /** What the caller can still spend: the balance less what is reserved. */
    Uni<BigDecimal> balance(Caller caller);

    /**
     * Sets credits aside for one request. Of two requests racing for the last credit, one gets it.
     *
     * @param amount zero or more
     * @return fails with {@link dev.likeness.error.InsufficientCredits} when the balance does not cover it
     */
    Uni<Reservation> reserve(Caller caller, BigDecimal amount);
}
