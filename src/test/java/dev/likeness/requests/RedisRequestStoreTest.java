package dev.likeness.requests;

import static dev.likeness.requests.ServiceUnderTest.KEY;
import static dev.likeness.requests.StoreSteps.PATIENT;
import static dev.likeness.requests.StoreSteps.begun;
import static dev.likeness.requests.StoreSteps.done;
import static dev.likeness.requests.StoreSteps.found;
import static dev.likeness.requests.StoreSteps.submitted;
import static dev.likeness.requests.TestRequests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.error.ShuttingDown;
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

    @Test
    void a_queue_that_other_replicas_share_stays_open() {
        RequestStore store = replica(PATIENT);
        UUID waiting = submitted(store, request());

        assertThat(done(store.closeQueue(new ShuttingDown("the process ends", Duration.ofSeconds(1)))))
                .isEmpty();

        assertThat(found(store, waiting).status()).isEqualTo(RequestStatus.QUEUED);
        submitted(store, request());
        assertThat(done(store.putBack(begun(store), false))).isTrue();
    }
}
