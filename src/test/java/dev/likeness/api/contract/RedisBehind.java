package dev.likeness.api.contract;

import dev.likeness.store.TestRedis;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A service with a Redis of its own; in memory where none is installed. */
public final class RedisBehind implements QuarkusTestResourceLifecycleManager {

    private TestRedis redis;

    @Override
    public Map<String, String> start() {
        if (!TestRedis.isInstalled()) {
            return Map.of();
        }
        redis = TestRedis.start();
        return Map.of(
                "likeness.store",
                "redis",
                "quarkus.redis.hosts",
                redis.url(),
                "likeness.requests.link-secret",
                "a secret of thirty-two characters or more");
    }

    @Override
    public void stop() {
        if (redis != null) {
            redis.close();
        }
    }
}
