package dev.likeness.credits;

import dev.likeness.auth.Caller;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;

/** Who has how many credits. Money is decimal; there is no amount that a rounding could lose. */
public interface CreditLedger {

    /** What the caller can still spend: the balance less what is reserved. */
    Uni<BigDecimal> balance(Caller caller);

    /**
     * Sets credits aside for one request. Of two requests racing for the last credit, one gets it. Asked again for the same
     * request, it sets nothing aside a second time:
     *
     * <ul>
     *   <li>while the reservation is open, it gives the same one again and prolongs it;
     *   <li>when it was settled, it gives one that counts as settled, whose verbs change nothing;
     *   <li>when it was released or has expired, the credits are back, and it reserves anew.
     * </ul>
     *
     * @param requestId unique among the requests of all callers
     * @param amount zero or more, with at most {@link CreditsConfig#DECIMALS} decimals
     * @param holdFor after how long the credits go back by themselves, in case whoever reserved them is gone; positive
     * @return fails with {@link dev.likeness.error.InsufficientCredits} when the balance does not cover it, with
     *     {@link Forgone} when the request was forgone
     */
    Uni<Reservation> reserve(Caller caller, UUID requestId, BigDecimal amount, Duration holdFor);

    /**
     * Says that the request has come to nothing: what is set aside for it goes back, whoever has set it aside, and nothing
     * is set aside for it any more by anybody who has not heard of that. One that was settled stays so.
     */
    Uni<Void> forgo(Caller caller, UUID requestId);
}
