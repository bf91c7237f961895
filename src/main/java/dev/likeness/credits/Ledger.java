package dev.likeness.credits;

import io.smallrye.mutiny.Uni;

/** All that a place where credits are kept has to do. */
interface Ledger extends CreditLedger, AccountBook {

    /** Opens the accounts of the configuration, each once and for all; fails when some are not open yet. */
    Uni<Void> open();

    /** Gives back what has expired, of whichever account. */
    Uni<Void> sweep();

    /** Waits for releases that are under way; what takes too long is left. The last call, from a thread that may block. */
    void drain();
}
