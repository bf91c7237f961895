package dev.likeness.requests;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.store.RedisStore;
import dev.likeness.store.StoreConfig;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.util.UUID;

/** The store that the configuration asks for. */
class RequestStores {

    @Produces
    @ApplicationScoped
    RequestStore chosen(
            StoreConfig store,
            RequestsConfig config,
            RedisStore redis,
            Redis client,
            ObjectMapper json,
            Vertx vertx,
            Clock clock) {
        if (store.store() == StoreConfig.Kind.MEMORY) {
            return inMemory(config, clock);
        }
        Changes changes = new Changes();
        new RedisNews(client, redis, changes, vertx).listen();
        return new RedisRequestStore(
                redis, config, json, changes, UUID.randomUUID().toString());
    }

    private static RequestStore inMemory(RequestsConfig config, Clock clock) {
        long most = config.maxBytesInMemory()
                .map(MemorySize::asLongValue)
                .orElse(Runtime.getRuntime().maxMemory() / 4);
        return new InMemoryRequestStore(config, most, clock);
    }
}
