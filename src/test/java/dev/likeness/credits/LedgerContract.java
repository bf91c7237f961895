package dev.likeness.credits;

/** What every ledger does, wherever it keeps the credits. */
interface LedgerContract extends ReservationContract, OneRequestContract, ExpiryContract, EntriesContract {}
