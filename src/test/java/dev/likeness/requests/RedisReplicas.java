package dev.likeness.requests;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.TestConfig;
import dev.likeness.store.TestRedis;
import dev.likeness.store.TestStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Replicas of a service that share one Redis, each with a connection of its own. */
final class RedisReplicas implements AutoCloseable {

    private final TestRedis redis;
    private final String prefix = "test-" + UUID.randomUUID();
    private final List<AutoCloseable> opened = new ArrayList<>();

    RedisReplicas(TestRedis redis) {
        this.redis = redis;
    }

    RequestStore replica(Map<String, String> configuration) {
        TestStore store = new TestStore(redis, prefix);
        opened.add(store);
        Changes changes = new Changes();
        RedisNews news = new RedisNews(store.client, store.store, changes, store.vertx.getDelegate());
        news.listen();
        opened.add(news::close);
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

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }
}
