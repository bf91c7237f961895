package dev.likeness.requests;

import dev.likeness.store.SharedRedis;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisHooksTest extends HooksContract {

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @Override
    RequestStore replica(Map<String, String> configuration) {
        return RedisReplicas.replica(REDIS, configuration);
    }

    @Override
    void pass(Duration time) {
        RedisReplicas.pass(time);
    }
}
