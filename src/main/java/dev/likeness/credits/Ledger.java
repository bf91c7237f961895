package dev.likeness.credits;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** All that a place where credits are kept has to do. */
interface Ledger extends CreditLedger, AccountBook {

    /** Opens the accounts of the configuration, each once and for all; fails when some are not open yet. */
    Uni<Void> open();

    /** Gives back what has expired, of whichever account; called by every replica once in the interval. */
    Uni<Void> sweep(Duration interval);
}
