package dev.likeness.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.likeness.TestConfig;
import dev.likeness.error.RateLimited;
import dev.likeness.store.SharedRedis;
import dev.likeness.store.TestStore;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisRateLimitTest extends RateLimitContract {

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @Override
    RateLimit limit(AuthConfig config) {
        TestStore replica = REDIS.replica();
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

    @Test
    void requests_are_counted_when_memory_is_full() {
        AuthConfig config = TestConfig.of(
                AuthConfig.class,
                Map.of("likeness.auth.rate-limit.requests-per-minute", "1", "likeness.auth.rate-limit.burst", "2"));
        RateLimit limit = limit(config);
        Caller ada = new Caller("ada");
        REDIS.server().call("CONFIG", "SET", "maxmemory", "1");
        try {
            count(limit, ada);
            count(limit, ada);

            assertThat(catchThrowableOfType(RateLimited.class, () -> count(limit, ada)))
                    .isNotNull();
        } finally {
            REDIS.server().call("CONFIG", "SET", "maxmemory", "0");
        }
    }
}
