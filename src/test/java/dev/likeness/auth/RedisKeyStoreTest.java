package dev.likeness.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestConfig;
import dev.likeness.error.StoreUnavailable;
import dev.likeness.faults.FaultProxy;
import dev.likeness.store.TestRedis;
import dev.likeness.store.TestStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisKeyStoreTest extends KeyStoreContract {

    private static TestRedis redis;

    private final String prefix = "test-" + UUID.randomUUID();
    private final List<TestStore> replicas = new ArrayList<>();

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

    @AfterEach
    void close() {
        replicas.forEach(TestStore::close);
    }

    private TestStore replica() {
        TestStore replica = new TestStore(redis, prefix);
        replicas.add(replica);
        return replica;
    }

    @Override
    KeyStore store() {
        return new RedisKeyStore(replica().store);
    }

    private ApiKeys keys(String keyCache) {
        return keys(replica(), keyCache);
    }

    private static ApiKeys keys(TestStore replica, String keyCache) {
        return new ApiKeys(
                TestConfig.of(AuthConfig.class, Map.of("likeness.auth.key-cache", keyCache)),
                replica.config,
                replica.store,
                Clock.systemUTC(),
                new SecureRandom());
    }

    private static Optional<Caller> caller(ApiKeys keys, ApiKeys.NewKey key) {
        return keys.find(key.secret()).await().indefinitely();
    }

    private static ApiKeys.NewKey added(ApiKeys keys, String name) {
        ApiKeys.NewKey key = keys.draw(name);
        keys.add(key).await().indefinitely();
        return key;
    }

    @Test
    void a_key_that_one_replica_has_added_is_good_at_another() {
        IssuedKey ada = added(store(), "ada", 0);

        assertThat(found(store(), "secret of ada")).contains(ada.caller());
    }

    @Test
    void the_key_itself_is_nowhere_in_redis() {
        redis.call("CONFIG", "SET", "rdbcompression", "no");
        ApiKeys keys = keys("5s");
        ApiKeys.NewKey key = added(keys, "ada");

        String all = redis.call(
                "EVAL",
                "local all = '' for _, k in ipairs(redis.call('KEYS', '" + prefix
                        + "*')) do local r = redis.pcall('DUMP', k) all = all .. k .. r end return all",
                "0");

        assertThat(all).contains(key.key().id(), KeyHash.of(key.secret()).hex()).doesNotContain(key.secret());
    }

    @Test
    void a_key_revoked_elsewhere_is_refused_once_the_time_of_the_cache_is_over() throws Exception {
        ApiKeys here = keys("300ms");
        ApiKeys there = keys("300ms");
        ApiKeys.NewKey key = added(here, "ada");
        assertThat(caller(there, key)).isPresent();

        here.revoke(key.key()).await().indefinitely();

        assertThat(caller(here, key)).as("at once where it was revoked").isEmpty();
        Thread.sleep(301);
        assertThat(caller(there, key)).isEmpty();
    }

    @Test
    void a_replica_asks_for_a_key_once_in_the_time_of_its_cache() {
        ApiKeys here = keys("1h");
        ApiKeys there = keys("1h");
        ApiKeys.NewKey key = added(here, "ada");
        caller(there, key);

        here.revoke(key.key()).await().indefinitely();

        assertThat(caller(there, key)).contains(key.key().caller());
    }

    @Test
    void without_a_cache_a_revoked_key_is_refused_at_once_everywhere() {
        ApiKeys here = keys("0s");
        ApiKeys there = keys("0s");
        ApiKeys.NewKey key = added(here, "ada");
        assertThat(caller(there, key)).isPresent();

        here.revoke(key.key()).await().indefinitely();

        assertThat(caller(there, key)).isEmpty();
    }

    @Test
    void an_unknown_key_costs_one_lookup_in_the_time_of_the_cache() {
        try (FaultProxy proxy = FaultProxy.redis(redis.port());
                TestStore replica = new TestStore(proxy.port(), Map.of("likeness.redis.key-prefix", prefix))) {
            ApiKeys keys = keys(replica, "1h");
            String unknown = keys.draw("eve").secret();
            for (int i = 0; i < 20; i++) {
                assertThat(keys.find(unknown).await().indefinitely()).isEmpty();
            }

            assertThat(proxy.count(command -> command.name().equals("GET"))).isEqualTo(1);
        }
    }

    @Test
    void a_text_that_no_created_key_can_be_costs_no_lookup() {
        try (FaultProxy proxy = FaultProxy.redis(redis.port());
                TestStore replica = new TestStore(proxy.port(), Map.of("likeness.redis.key-prefix", prefix))) {
            ApiKeys keys = keys(replica, "0s");
            for (String text :
                    List.of("", "demo", "lk_", "lk_" + "x".repeat(31), "lk_" + "x".repeat(33), "x".repeat(10_000))) {
                assertThat(keys.find(text).await().indefinitely()).isEmpty();
            }

            assertThat(proxy.messages()).isEmpty();
        }
    }

    @Test
    void a_key_that_was_tried_before_it_was_created_is_good_at_once_where_it_was_created_and_soon_elsewhere()
            throws Exception {
        ApiKeys here = keys("300ms");
        ApiKeys there = keys("300ms");
        ApiKeys.NewKey key = here.draw("ada");
        assertThat(caller(here, key)).isEmpty();
        assertThat(caller(there, key)).isEmpty();

        here.add(key).await().indefinitely();

        assertThat(caller(here, key)).isPresent();
        Thread.sleep(301);
        assertThat(caller(there, key)).isPresent();
    }

    @Test
    void a_store_that_is_away_is_no_reason_to_call_a_key_wrong() {
        TestRedis own = TestRedis.start();
        try (own;
                TestStore replica = new TestStore(
                        own, Map.of("likeness.redis.timeout", "200ms", "likeness.redis.patience", "200ms"))) {
            KeyStore store = new RedisKeyStore(replica.store);
            added(store, "ada", 0);
            own.freeze();

            assertThatThrownBy(() -> found(store, "secret of ada")).isInstanceOf(StoreUnavailable.class);
            own.thaw();
        }
    }
}
