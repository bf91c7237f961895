package dev.likeness.store;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.smallrye.common.annotation.Identifier;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Produces the Redis client from the options that Quarkus reads from {@code quarkus.redis}. Quarkus wraps its own client's
 * connections, for metrics, and a wrapped connection cannot be closed: it can only be given back to the pool.
 */
@Singleton
class RedisClientProducer implements RedisOptionsCustomizer {

    private RedisOptions options;

    /** Called by Quarkus when it creates its own client. */
    @Override
    public void customize(String clientName, RedisOptions configured) {
        options = new RedisOptions(configured);
    }

    /** @param configured Quarkus' client, which makes no connection since no command is sent with it */
    @Produces
    @Singleton
    @Identifier("store") Redis client(Redis configured, Vertx vertx) {
        return Redis.createClient(vertx, options);
    }

    void close(@Disposes @Identifier("store") Redis client) {
        client.close();
    }
}
