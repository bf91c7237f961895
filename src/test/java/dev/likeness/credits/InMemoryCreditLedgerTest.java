package dev.likeness.credits;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

class InMemoryCreditLedgerTest extends LedgerContract {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    CreditLedger ledger(String credits) {
        return new InMemoryCreditLedger(TestCredits.accounts(credits), new CreditMetrics(metrics), new Hand());
    }

    @Override
    void passes(Duration time) {
        now = now.plus(time);
    }

    /** Moved by the test. */
    private final class Hand extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
