package dev.likeness.store;

import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.redis.client.impl.PooledRedisConnection;

/** Closes connections for good. */
public final class RedisConnections {

    private RedisConnections() {}

    /**
     * Closes a connection that may be dead or owe a reply. The client's own {@code close} gives it back to the pool, where the
     * next command would wait in vain.
     */
    public static void close(RedisConnection connection) {
        if (connection.getDelegate() instanceof PooledRedisConnection pooled) {
            pooled.actual().forceClose();
        } else {
            connection.closeAndForget();
        }
    }
}
