package dev.likeness.credits;

import static dev.likeness.credits.LedgerSteps.addsUp;
import static dev.likeness.credits.LedgerSteps.release;
import static dev.likeness.credits.LedgerSteps.reserve;
import static dev.likeness.credits.LedgerSteps.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.auth.Caller;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class InMemoryCreditLedgerTest implements LedgerContract {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public InMemoryCreditLedger ledger(String credits, CreditsConfig config) {
        return new InMemoryCreditLedger(TestCredits.accounts(credits), config, new CreditMetrics(metrics), new Hand());
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
    void memory_is_bounded_however_many_requests_are_paid_or_fail() {
        InMemoryCreditLedger ledger = ledger("1000000", TestCredits.config("ledger-entries", "100"));
        for (int i = 0; i < 100_000; i++) {
            now = now.plusMillis(100);
            Reservation reservation = reserve(ledger, "1");
            if (i % 3 == 0) {
                release(reservation);
            } else {
                settle(reservation);
            }
        }

        assertThat(ledger.size())
                .as("100 entries, and what was settled within two times the five minutes of a reservation")
                .isLessThan(100 + 10 * 600 + 1);
        addsUp(ledger, "933334");
        assertThat(ledger.busy()).isEqualTo(1);
        now = now.plus(Duration.ofDays(3));
        ledger.sweep().await().indefinitely();
        assertThat(ledger.size()).isLessThanOrEqualTo(100);
        assertThat(ledger.busy()).isZero();
    }

    @Test
    void a_sweep_looks_at_accounts_with_open_reservations_only() {
        InMemoryCreditLedger ledger = ledger("10", TestCredits.CONFIG);
        for (int i = 0; i < 1_000; i++) {
            ledger.balance(new Caller("idle " + i)).await().indefinitely();
        }
        reserve(ledger, "1");

        assertThat(ledger.busy()).isEqualTo(1);
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
