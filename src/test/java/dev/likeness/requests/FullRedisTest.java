package dev.likeness.requests;

import static dev.likeness.requests.StoreSteps.HASTY;
import static dev.likeness.requests.StoreSteps.PATIENT;
import static dev.likeness.requests.StoreSteps.begun;
import static dev.likeness.requests.StoreSteps.completed;
import static dev.likeness.requests.StoreSteps.done;
import static dev.likeness.requests.StoreSteps.events;
import static dev.likeness.requests.StoreSteps.found;
import static dev.likeness.requests.StoreSteps.submitted;
import static dev.likeness.requests.StoreSteps.taken;
import static dev.likeness.requests.TestRequests.ADA;
import static dev.likeness.requests.TestRequests.BOB;
import static dev.likeness.requests.TestRequests.image;
import static dev.likeness.requests.TestRequests.request;
import static dev.likeness.requests.TestRequests.telling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.error.Overloaded;
import dev.likeness.error.StoreUnavailable;
import dev.likeness.store.SharedRedis;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests in a Redis that has reached its {@code maxmemory}, with the policy {@code noeviction}. */
class FullRedisTest {

    private static final int MIB = 1 << 20;

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private static RequestStore replica(Map<String, String> configuration) {
        return RedisReplicas.replica(REDIS, configuration);
    }

    /** Redis is a little above its limit, however its buffers come and go. */
    private static void fill() {
        REDIS.server().call("CONFIG", "SET", "maxmemory-policy", "noeviction");
        long used = Long.parseLong(
                REDIS.server().call("INFO", "memory").split("used_memory:")[1].split("\r")[0]);
        REDIS.server().call("CONFIG", "SET", "maxmemory", Long.toString(used - MIB / 4));
        assertThat(REDIS.server().call("SET", REDIS.prefix() + ":other", "x")).startsWith("-OOM");
    }

    @AfterEach
    void withoutLimit() {
        REDIS.server().call("CONFIG", "SET", "maxmemory", "0");
        REDIS.server().call("FLUSHALL", "SYNC");
    }

    private static boolean has(UUID id, String part) {
        return REDIS.server()
                .call("EXISTS", REDIS.prefix() + ":requests:" + id + part)
                .startsWith(":1");
    }

    private static String bytesOf(String account) {
        return REDIS.server().call("HGET", REDIS.prefix() + ":requests:bytes", account);
    }

    @Test
    void new_work_is_refused() {
        RequestStore store = replica(PATIENT);
        fill();

        assertThatThrownBy(() -> done(store.submit(request()))).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> done(store.begin(TestRequests.keyed("key", "body"))))
                .isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void what_runs_can_fail_and_its_pictures_make_room_for_other_accounts() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request(ADA, 2, 2 * MIB));
        Turn turn = begun(store);
        done(store.keep(turn, image(0, MIB), telling("image")));
        fill();

        assertThat(done(store.fail(turn, Failed.INTERRUPTED, telling("error")))).isTrue();
        done(store.close(turn));

        assertThat(found(store, id).status()).isEqualTo(RequestStatus.FAILED);
        assertThat(has(id, ":in")).isFalse();
        assertThat(has(id, ":out")).isFalse();
        assertThat(done(store.take(1))).isEmpty();
        submitted(store, request(BOB, 1, MIB));
    }

    @Test
    void what_runs_can_be_completed() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request(ADA, 1, 2 * MIB));
        Turn turn = begun(store);
        fill();

        done(store.assigned(turn, "backend", telling("backend")));
        completed(store, turn, MIB / 2);

        assertThat(found(store, id).status()).isEqualTo(RequestStatus.COMPLETED);
        assertThat(has(id, ":in")).isFalse();
        assertThat(done(store.picture(id, 0))).isPresent();
        assertThat(events(store, id, 0)).extracting(StoredEvent::name).endsWith("backend", "image", "done");
        submitted(store, request(BOB, 1, MIB / 2));
    }

    @Test
    void what_waits_can_be_taken_begun_put_back_and_cancelled() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request(ADA, 1, 2 * MIB));
        fill();

        assertThat(done(store.putBack(begun(store), true))).isTrue();
        assertThat(done(store.work(taken(store)))).isPresent();
        Turn cancelled = done(store.cancel(id, telling("error"))).orElseThrow();
        done(store.close(cancelled));

        assertThat(found(store, id).failure()).contains(Failed.CANCELLED);
        assertThat(has(id, ":in")).isFalse();
        submitted(store, request(BOB, 1, MIB));
    }

    @Test
    void what_a_dead_replica_has_left_is_taken_over_and_given_up() {
        RequestStore store = replica(HASTY);
        UUID id = submitted(store, request(ADA, 1, 2 * MIB));
        begun(store);
        fill();

        RedisReplicas.pass(Duration.ofMillis(100));
        assertThat(done(store.work(taken(store)))).isPresent();
        RedisReplicas.pass(Duration.ofMillis(100));
        Turn last = taken(store);

        assertThat(last.duty()).isEqualTo(Turn.Duty.GIVE_UP);
        assertThat(done(store.fail(last, Failed.INTERRUPTED, telling("error")))).isTrue();
        done(store.close(last));
        assertThat(found(store, id).status()).isEqualTo(RequestStatus.FAILED);
    }

    @Test
    void a_webhook_that_is_due_is_taken_and_done() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, TestRequests.told("https://receiver.example"));
        Turn turn = begun(store);
        fill();
        done(store.fail(turn, Failed.INTERRUPTED, telling("error")));

        List<Hook> due = done(store.hooks().take(1, java.util.Set.of(), Duration.ofHours(1)));

        assertThat(due).extracting(Hook::id).containsExactly(id);
        done(store.hooks().again(due.get(0), Duration.ofHours(1)));
        done(store.hooks().done(due.get(0)));
        assertThat(done(store.hooks().waiting())).isZero();
    }

    @Test
    void finished_pictures_of_any_account_make_room_for_new_work() {
        RequestStore store = replica(PATIENT);
        UUID finished = submitted(store, request(ADA, 1, 10));
        completed(store, begun(store), 2 * MIB);
        fill();

        submitted(store, request(BOB, 1, MIB));

        assertThat(done(store.picture(finished, 0))).isEmpty();
        assertThat(found(store, finished).status()).isEqualTo(RequestStatus.COMPLETED);
    }

    @Test
    void the_pictures_of_all_accounts_together_have_a_bound() {
        RequestStore store = replica(bounded("1000"));
        UUID first = submitted(store, request(ADA, 1, 10));
        completed(store, begun(store), 400);
        RedisReplicas.pass(Duration.ofMillis(2));
        UUID second = submitted(store, request(BOB, 1, 10));
        completed(store, begun(store), 400);
        RedisReplicas.pass(Duration.ofMillis(2));
        UUID third = submitted(store, request(BOB, 1, 10));
        completed(store, begun(store), 400);

        assertThat(done(store.picture(first, 0))).isEmpty();
        assertThat(done(store.picture(second, 0))).isPresent();
        submitted(store, request(ADA, 1, 600));
        assertThat(done(store.picture(second, 0))).isEmpty();
        assertThat(done(store.picture(third, 0))).isPresent();
        assertThatThrownBy(() -> done(store.submit(request(BOB, 1, 600)))).isInstanceOf(Overloaded.class);
    }

    private static Map<String, String> bounded(String bytes) {
        return Map.of("likeness.requests.take-over-after", "1h", "likeness.requests.max-bytes-in-redis", bytes);
    }

    @Test
    void what_an_account_has_stored_is_forgotten_with_its_pictures_though_it_never_comes_back() {
        Map<String, String> brief =
                Map.of("likeness.requests.take-over-after", "1h", "likeness.requests.retention", "50ms");
        RequestStore store = replica(brief);
        submitted(store, request(ADA, 1, 10));
        completed(store, begun(store), 400);
        RedisReplicas.pass(Duration.ofMillis(150));

        UUID other = submitted(store, request(BOB, 1, 10));

        assertThat(bytesOf("ada")).startsWith("$-1");
        assertThat(bytesOf("bob")).contains("10");
        assertThat(REDIS.server().call("EXISTS", REDIS.prefix() + ":requests:results:ada"))
                .startsWith(":0");
        done(store.cancel(other, telling("error")));
        assertThat(bytesOf("bob")).startsWith("$-1");
    }

    @Test
    void bytes_are_accounted_for_once_whatever_happens() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request(ADA, 2, 10));
        Turn turn = begun(store);
        done(store.keep(turn, image(0, 30), telling("image")));
        done(store.keep(turn, image(0, 30), telling("image")));
        assertThat(bytesOf("ada")).contains("40");
        done(store.putBack(turn, true));
        Turn second = begun(store);
        done(store.keep(second, image(0, 50), telling("image")));
        done(store.keep(second, image(1, 50), telling("image")));
        assertThat(bytesOf("ada")).contains("90");
        done(store.complete(second, BigDecimal.ONE, telling("done")));
        done(store.complete(second, BigDecimal.ONE, telling("done")));
        assertThat(bytesOf("ada")).contains("80");
        assertThat(found(store, id).status()).isEqualTo(RequestStatus.COMPLETED);
    }
}
