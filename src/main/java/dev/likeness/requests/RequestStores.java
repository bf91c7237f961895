package dev.likeness.requests;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.store.RedisStore;
import dev.likeness.store.StoreConfig;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;

/** Makes the store that the configuration asks for. */
@Singleton
class RequestStores {

    private RedisChangeSubscriber subscriber;

    @Produces
    @ApplicationScoped
    RequestStore chosen(
            StoreConfig store,
            RequestsConfig config,
            RedisStore redis,
            @Identifier("store") Redis client,
            ObjectMapper json,
            Vertx vertx,
            Clock clock) {
        if (store.store() == StoreConfig.Kind.MEMORY) {
            return inMemory(config, clock);
        }
        Changes changes = new Changes();
        subscriber = new RedisChangeSubscriber(client, redis, changes, vertx);
        subscriber.start();
        return new RedisRequestStore(
                redis, config, json, changes, UUID.randomUUID().toString());
    }

    @PreDestroy
    void close() {
        if (subscriber != null) {
            subscriber.close();
        }
    }

    private static RequestStore inMemory(RequestsConfig config, Clock clock) {
        long most = config.maxBytesInMemory()
                .map(MemorySize::asLongValue)
                .orElse(Runtime.getRuntime().maxMemory() / 4);
        return new InMemoryRequestStore(config, most, clock);
    }
}
