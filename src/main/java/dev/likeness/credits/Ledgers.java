package dev.likeness.credits;

import dev.likeness.auth.AuthConfig;
import dev.likeness.store.RedisStore;
import dev.likeness.store.StoreConfig;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The ledger that the configuration asks for. */
class Ledgers {

    @Produces
    @ApplicationScoped
    Ledger chosen(
            StoreConfig config,
            CreditsConfig credits,
            RedisStore store,
            AuthConfig auth,
            MeterRegistry registry,
            Clock clock) {
        CreditMetrics metrics = new CreditMetrics(registry);
        return switch (config.store()) {
            case MEMORY -> new InMemoryCreditLedger(auth, credits, metrics, clock);
            case REDIS -> new RedisCreditLedger(store, config, credits, auth, metrics);
        };
    }
}
