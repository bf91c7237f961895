package dev.likeness.requests;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The store that the configuration asks for. */
class RequestStores {

    @Produces
    @ApplicationScoped
    RequestStore chosen(RequestsConfig config, Clock clock) {
        return inMemory(config, clock);
    }

    private static RequestStore inMemory(RequestsConfig config, Clock clock) {
        long most = config.maxBytesInMemory()
                .map(MemorySize::asLongValue)
                .orElse(Runtime.getRuntime().maxMemory() / 4);
        return new InMemoryRequestStore(config, most, clock);
    }
}
