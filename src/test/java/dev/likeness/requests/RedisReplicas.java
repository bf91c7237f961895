package dev.likeness.requests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
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
        RedisNews news = new RedisNews(store.client, store.store, changes, store.vertx.getDelegate());
        String channel = store.store.key("requests:changes");
        long before = subscribers(redis, channel);
        news.listen();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (subscribers(redis, channel) <= before) {
            assertThat(System.nanoTime()).as("until the replica has subscribed").isLessThan(end);
            pass(Duration.ofMillis(5));
        }
        redis.closing((AutoCloseable) news::close);
        return new RedisRequestStore(
                store.store,
                TestConfig.of(RequestsConfig.class, configuration),
                new ObjectMapper(),
                changes,
                UUID.randomUUID().toString());
    }

    private static long subscribers(SharedRedis redis, String channel) {
        String reply = redis.server().call("PUBSUB", "NUMSUB", channel);
        return Long.parseLong(reply.substring(reply.lastIndexOf(':') + 1).strip());
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
