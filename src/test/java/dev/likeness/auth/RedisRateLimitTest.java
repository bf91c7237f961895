package dev.likeness.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.likeness.TestConfig;
import dev.likeness.error.RateLimited;
import dev.likeness.store.TestRedis;
import dev.likeness.store.TestStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisRateLimitTest extends RateLimitContract {

    private static TestRedis redis;

    private final String prefix = "test-" + UUID.randomUUID();
    private final List<TestStore> replicas = new ArrayList<>();

    @BeforeAll
    static void begin() {
        TestRedis.assumeInstalled();
        redis = TestRedis.start();
    }

    @AfterAll
    static void end() {
        if (redis != null) {
            redis.close();
        }
    }

    @AfterEach
    void close() {
        replicas.forEach(TestStore::close);
    }

    @Override
    RateLimit limit(AuthConfig config) {
        TestStore replica = new TestStore(redis, prefix);
        replicas.add(replica);
        return new RateLimit(config, replica.config, replica.store);
    }

    @Test
    void replicas_share_one_burst() {
        AuthConfig config = TestConfig.of(
                AuthConfig.class,
                Map.of("likeness.auth.rate-limit.requests-per-minute", "1", "likeness.auth.rate-limit.burst", "2"));
        Caller ada = new Caller("ada");
        count(limit(config), ada);
        count(limit(config), ada);
        RateLimit third = limit(config);

        RateLimited refused = catchThrowableOfType(RateLimited.class, () -> count(third, ada));

        assertThat(refused.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
    }
}
