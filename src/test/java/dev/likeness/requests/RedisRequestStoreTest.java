package dev.likeness.requests;

import dev.likeness.store.SharedRedis;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisRequestStoreTest implements RequestStoreContract {

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @Override
    public RequestStore replica(Map<String, String> configuration) {
        return RedisReplicas.replica(REDIS, configuration);
    }

    @Override
    public void pass(Duration time) {
        RedisReplicas.pass(time);
    }
}
