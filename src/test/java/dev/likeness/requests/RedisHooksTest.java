package dev.likeness.requests;

import dev.likeness.store.TestRedis;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class RedisHooksTest extends HooksContract {

    private static TestRedis redis;

    private final RedisReplicas replicas = new RedisReplicas(redis);

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

    @Override
    RequestStore replica(Map<String, String> configuration) {
        return replicas.replica(configuration);
    }

    @Override
    void pass(Duration time) {
        RedisReplicas.pass(time);
    }

    @AfterEach
    void closeReplicas() throws Exception {
        replicas.close();
    }
}
