package dev.likeness.store;

import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.redis.client.impl.PooledRedisConnection;

/** Closes connections for good. */
public final class RedisConnections {

    private RedisConnections() {}

    /**
     * Closes a connection that may be dead or owe a reply. The client's own {@code close} gives it back to the pool, where the
     * next command would wait in vain. Fails when the connection is not of the client that {@link RedisClientProducer} makes.
     */
    public static void close(RedisConnection connection) {
        ((PooledRedisConnection) connection.getDelegate()).actual().forceClose();
    }
}
