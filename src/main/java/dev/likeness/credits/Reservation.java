package dev.likeness.credits;

import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * Credits set aside for one request. It ends exactly once, in whichever process: the first settlement or release counts, and
 * every later one changes nothing. When its time runs out, the credits go back to the balance.
 */
public interface Reservation {

    BigDecimal amount();

    /** What the account could still spend just after these credits were set aside. */
    BigDecimal remaining();

    /** Keeps the credits aside for at least so long from now; changes nothing once the reservation has ended. */
    Uni<Void> prolong(Duration holdFor);

    /**
     * The work is delivered: the credits are spent, once for a request, however often and by whomever it is settled. When the
     * reservation has expired, they are taken from the balance again. It completes only if the request is paid.
     *
     * @return fails with {@link dev.likeness.error.InsufficientCredits} when the reservation has expired and the balance does
     *     not cover it any more; with {@link Forgone} when it was released, or its request was forgone. Whether a settlement
     *     that fails otherwise or is cancelled was carried out is not known; {@link #release} takes it back
     */
    Uni<Void> settle();

    /**
     * The work is not delivered: the credits go back. A settlement of this reservation whose success was not answered is taken
     * back; one that was answered stays. Once begun it runs to its end, even when the subscription is cancelled.
     */
    Uni<Void> release();
}
