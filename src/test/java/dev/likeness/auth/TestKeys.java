package dev.likeness.auth;

import dev.likeness.TestConfig;
import dev.likeness.store.StoreConfig;
import dev.likeness.store.TestStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/** Keys without the service around them. */
public final class TestKeys {

    static final StoreConfig MEMORY = TestConfig.of(StoreConfig.class, Map.of());

    private TestKeys() {}

    /** Keys in Redis that are asked for every time. */
    public static ApiKeys inRedis(TestStore replica) {
        return new ApiKeys(
                TestConfig.of(AuthConfig.class, Map.of("likeness.auth.key-cache", "0s")),
                replica.config,
                replica.store,
                Clock.systemUTC(),
                new SecureRandom());
    }

    public static ApiKeys inMemory() {
        return inMemory(TestConfig.of(AuthConfig.class, Map.of()));
    }

    /** Whether a request with this key is let in. */
    public static boolean authenticates(ApiKeys keys, String secret) {
        return keys.find(secret).await().indefinitely().isPresent();
    }

    static ApiKeys inMemory(AuthConfig config) {
        return new ApiKeys(config, MEMORY, null, Clock.systemUTC(), new SecureRandom());
    }
}
