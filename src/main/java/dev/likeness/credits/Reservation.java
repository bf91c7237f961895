package dev.likeness.credits;

import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;

/**
 * Credits set aside for one request. It ends exactly once: the first call of either verb counts, and every later one, of
 * either, changes nothing.
 */
public interface Reservation {

    BigDecimal amount();

    /** The work was delivered: the credits are spent. */
    Uni<Void> settle();

    /** The work was not delivered: the credits go back. */
    Uni<Void> release();

    /** What the account could still spend just after these credits were set aside. */
    BigDecimal remaining();
}
