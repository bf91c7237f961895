package dev.likeness.flow;

import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.TestCredits;
import io.micrometer.core.instrument.MeterRegistry;

class CharacterFlowRaceTest extends CharacterFlowRaceContract {

    @Override
    CreditLedger ledger(MeterRegistry metrics) {
        return TestCredits.ledger(metrics);
    }

    @Override
    int rounds(int inMemory) {
        return inMemory;
    }
}
