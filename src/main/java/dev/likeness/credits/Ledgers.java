package dev.likeness.credits;

import dev.likeness.auth.AuthConfig;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The ledger that the configuration asks for. */
class Ledgers {

    @Produces
    @ApplicationScoped
    CreditLedger chosen(AuthConfig auth, MeterRegistry metrics, Clock clock) {
        return new InMemoryCreditLedger(auth, new CreditMetrics(metrics), clock);
    }
}
