package dev.likeness.credits;

import static dev.likeness.credits.LedgerSteps.addsUp;
import static dev.likeness.credits.LedgerSteps.entries;
import static dev.likeness.credits.LedgerSteps.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryCreditLedgerTest implements LedgerContract {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Ledger ledger(String credits) {
        return new InMemoryCreditLedger(TestCredits.accounts(credits), new CreditMetrics(metrics), new Hand());
    }

    @Override
    public void passes(Duration time) {
        now = now.plus(time);
    }

    @Override
    public SimpleMeterRegistry metrics() {
        return metrics;
    }

    @Test
    void entries_that_are_too_many_are_carried_forward_in_one() {
        Ledger ledger = ledger("10");
        for (int i = 0; i < 6_000; i++) {
            reserve(ledger, "1").release().await().indefinitely();
        }

        List<LedgerEntry> entries = entries(ledger);

        assertThat(entries).hasSize(10_000);
        assertThat(entries.get(0).kind()).isEqualTo(LedgerEntry.Kind.CARRIED_FORWARD);
        addsUp(ledger, "10");
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
