package dev.likeness.credits;

import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * Credits set aside for one request. It ends exactly once: the first call of either verb counts, in whichever process, and
 * every later one, of either, changes nothing. Its time running out ends it, too, as a release does.
 */
public interface Reservation {

    BigDecimal amount();

    /** What the account could still spend just after these credits were set aside. */
    BigDecimal remaining();

    /** Keeps the credits aside for at least so long from now; changes nothing once the reservation has ended. */
    Uni<Void> prolong(Duration holdFor);

    /** The work was delivered: the credits are spent. When this fails, nothing is, and {@link #release} makes sure of it. */
    Uni<Void> settle();

    /** The work was not delivered: the credits go back. */
    Uni<Void> release();
}
