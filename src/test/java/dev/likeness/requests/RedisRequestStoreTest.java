package dev.likeness.requests;

import static dev.likeness.requests.ServiceUnderTest.KEY;
import static dev.likeness.requests.StoreSteps.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.store.SharedRedis;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisRequestStoreTest implements RequestStoreContract {

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @Override
    public RequestStore replica(Map<String, String> configuration) {
        return RedisReplicas.replica(REDIS, configuration);
    }

    @Override
    public void pass(Duration time) {
        RedisReplicas.pass(time);
    }

    @Test
    void a_claim_whose_replica_is_gone_ends() {
        RequestStore store = replica(StoreSteps.HASTY);
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        assertThat(done(store.claim(KEY, first))).isEqualTo(new KeyClaim(first, false));
        assertThat(done(store.claim(KEY, second))).isEqualTo(new KeyClaim(first, false));
        assertThat(done(store.claim(KEY, first))).isEqualTo(new KeyClaim(first, false));

        pass(StoreSteps.SHORT.multipliedBy(2));

        assertThat(done(store.claim(KEY, second))).isEqualTo(new KeyClaim(second, false));
        done(store.unclaim(KEY, first));
        assertThat(done(store.claim(KEY, first))).isEqualTo(new KeyClaim(second, false));
        done(store.unclaim(KEY, second));
        assertThat(done(store.claim(KEY, first))).isEqualTo(new KeyClaim(first, false));
    }
}
