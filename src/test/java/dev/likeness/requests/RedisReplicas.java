package dev.likeness.requests;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.Eventually;
import dev.likeness.TestConfig;
import dev.likeness.store.SharedRedis;
import dev.likeness.store.TestStore;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Replicas of the service that share their requests in one Redis. */
final class RedisReplicas {

    private RedisReplicas() {}

    static RequestStore replica(SharedRedis redis, Map<String, String> configuration) {
        TestStore store = redis.replica();
        Changes changes = new Changes();
        RedisChangeSubscriber subscriber =
                redis.closing(new RedisChangeSubscriber(store.client, store.store, changes, store.vertx.getDelegate()));
        subscriber.start();
        Eventually.holds("the replica subscribes", subscriber::isSubscribed);
        return new RedisRequestStore(
                store.store,
                TestConfig.of(RequestsConfig.class, configuration),
                new ObjectMapper(),
                changes,
                UUID.randomUUID().toString());
    }

    /** Redis has a clock of its own. */
    static void pass(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
