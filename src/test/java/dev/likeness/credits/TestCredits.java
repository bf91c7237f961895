package dev.likeness.credits;

import dev.likeness.TestConfig;
import dev.likeness.auth.AuthConfig;
import dev.likeness.auth.Caller;
import dev.likeness.store.TestStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tariff and a ledger, for tests of those who use them. */
public final class TestCredits {

    public static final Caller ADA = new Caller("ada");

    public static final CreditsConfig CONFIG = TestConfig.of(CreditsConfig.class, Map.of());

    private TestCredits() {}

    /** One credit for a picture. */
    public static Tariff tariff() {
        return new Tariff(CONFIG);
    }

    /** In which {@link #ADA} has ten credits. */
    public static CreditLedger ledger(MeterRegistry metrics) {
        return ledger(metrics, "10");
    }

    public static CreditLedger ledger(MeterRegistry metrics, String credits) {
        return new InMemoryCreditLedger(accounts(credits), CONFIG, new CreditMetrics(metrics), Clock.systemUTC());
    }

    /** The same in Redis, in which {@link #ADA} has ten credits. */
    public static CreditLedger ledger(MeterRegistry metrics, TestStore replica) {
        return redis(metrics, replica, CONFIG, "10");
    }

    static RedisCreditLedger redis(MeterRegistry metrics, TestStore replica, CreditsConfig config, String credits) {
        return new RedisCreditLedger(
                replica.store, replica.config, config, accounts(credits), new CreditMetrics(metrics));
    }

    static CreditsConfig config(String key, String value) {
        return TestConfig.of(CreditsConfig.class, Map.of("likeness.credits." + key, value));
    }

    /** All that the book of {@link #ADA}'s account says. */
    public static List<LedgerEntry> entries(CreditLedger ledger) {
        return ((AccountBook) ledger)
                .entries(ADA, Optional.empty(), Integer.MAX_VALUE)
                .await()
                .indefinitely();
    }

    /** One account, {@link #ADA}'s. */
    static AuthConfig accounts(String credits) {
        return TestConfig.of(
                AuthConfig.class,
                Map.of(
                        "likeness.auth.accounts.ada.key-sha256",
                        "0".repeat(64),
                        "likeness.auth.accounts.ada.credits",
                        credits));
    }
}
