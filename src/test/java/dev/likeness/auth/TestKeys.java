package dev.likeness.auth;

import dev.likeness.TestConfig;
import dev.likeness.store.StoreConfig;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/** Keys without the service around them. */
final class TestKeys {

    static final StoreConfig MEMORY = TestConfig.of(StoreConfig.class, Map.of());

    private TestKeys() {}

    static ApiKeys inMemory(AuthConfig config) {
        return new ApiKeys(config, MEMORY, null, Clock.systemUTC(), new SecureRandom());
    }
}
