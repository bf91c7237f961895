package dev.likeness.store;

import dev.likeness.TestConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.util.HashMap;
import java.util.Map;

/** One replica's way to a Redis, without the service around it. */
public final class TestStore implements AutoCloseable {

    public final StoreConfig config;
    public final RedisStore store;
    public final MeterRegistry metrics = new SimpleMeterRegistry();
    public final Redis client;
    public final Vertx vertx = Vertx.vertx();

    public TestStore(TestRedis redis, String keyPrefix) {
        this(redis, Map.of("likeness.redis.key-prefix", keyPrefix));
    }

    /** @param properties such as {@code likeness.redis.timeout} */
    public TestStore(TestRedis redis, Map<String, String> properties) {
        this(redis.port(), properties);
    }

    /**
     * @param port of a Redis on loopback, or of a proxy in front of it
     * @param properties such as {@code likeness.redis.timeout}
     */
    public TestStore(int port, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("likeness.store", "redis");
        config = TestConfig.of(StoreConfig.class, all);
        RedisOptions options = new RedisOptions()
                .setConnectionString("redis://127.0.0.1:" + port)
                .setMaxPoolSize(1_002)
                .setMaxPoolWaiting(10_000);
        options.getNetClientOptions().setIdleTimeout(10).setConnectTimeout(2_000);
        client = Redis.createClient(vertx, options);
        store = new RedisStore(client, config, metrics);
    }

    @Override
    public void close() {
        store.close();
        vertx.closeAndAwait();
    }
}
