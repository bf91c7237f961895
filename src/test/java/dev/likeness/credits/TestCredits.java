package dev.likeness.credits;

import dev.likeness.TestConfig;
import dev.likeness.auth.AuthConfig;
import dev.likeness.auth.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;

/** A tariff and a ledger, for tests of those who use them. */
public final class TestCredits {

    public static final Caller ADA = new Caller("ada");

    private static final CreditsConfig DEFAULTS = TestConfig.of(CreditsConfig.class, Map.of());
    private static final AuthConfig TEN_CREDITS = TestConfig.of(
            AuthConfig.class,
            Map.of(
                    "likeness.auth.accounts.ada.key-sha256",
                    "0".repeat(64),
                    "likeness.auth.accounts.ada.credits",
                    "10"));

    private TestCredits() {}

    /** One credit for a picture. */
    public static Tariff tariff() {
        return new Tariff(DEFAULTS);
    }

    /** In which {@link #ADA} has ten credits. */
    public static CreditLedger ledger(MeterRegistry metrics) {
        return new InMemoryCreditLedger(TEN_CREDITS, metrics);
    }
}
