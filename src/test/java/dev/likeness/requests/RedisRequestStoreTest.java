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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class RedisRequestStoreTest extends RequestStoreContract {

    private static TestRedis redis;

    private final String prefix = "test-" + UUID.randomUUID();
    private final List<AutoCloseable> opened = new ArrayList<>();

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
        TestStore store = new TestStore(redis, prefix);
        opened.add(store);
        Changes changes = new Changes();
        RedisNews news = new RedisNews(store.client, store.store, changes, store.vertx.getDelegate());
        news.listen();
        opened.add(news::close);
        RequestStore replica = new RedisRequestStore(
                store.store,
                TestConfig.of(RequestsConfig.class, configuration),
                new ObjectMapper(),
                changes,
                UUID.randomUUID().toString());
        return replica;
    }

    @Override
    void pass(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void closeReplicas() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }
}
