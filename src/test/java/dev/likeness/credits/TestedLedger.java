package dev.likeness.credits;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** Where credits are kept, as the tests see it. What holds wherever that is stands in the interfaces that extend this one. */
interface TestedLedger {

    /** In which {@link LedgerSteps#ADA} has so many credits. */
    default Ledger ledger(String credits) {
        return ledger(credits, TestCredits.CONFIG);
    }

    Ledger ledger(String credits, CreditsConfig config);

    /** For the ledger made last. */
    void passes(Duration time);

    /** Of all ledgers of a test. */
    SimpleMeterRegistry metrics();

    default double counted(String verb) {
        return metrics().counter("likeness.credits." + verb).count();
    }
}
