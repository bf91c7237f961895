package dev.likeness.auth;

import dev.likeness.store.TestRedis;
import dev.likeness.store.TestStore;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class RedisWebhookSecretsTest extends WebhookSecretStoreContract {

    private static TestRedis redis;

    private TestStore replica;

    @BeforeAll
    static void begin() {
        redis = TestRedis.start();
    }

    @AfterAll
    static void end() {
        if (redis != null) {
            redis.close();
        }
    }

    @BeforeEach
    void connect() {
        replica = new TestStore(redis, "test-" + UUID.randomUUID());
    }

    @AfterEach
    void close() {
        replica.close();
    }

    @Override
    WebhookSecretStore store() {
        return new RedisWebhookSecrets(replica.store);
    }
}
