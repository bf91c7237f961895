package dev.likeness.requests;

import static dev.likeness.requests.StoreSteps.HASTY;
import static dev.likeness.requests.StoreSteps.PATIENT;
import static dev.likeness.requests.StoreSteps.SHORT;
import static dev.likeness.requests.StoreSteps.begun;
import static dev.likeness.requests.StoreSteps.completed;
import static dev.likeness.requests.StoreSteps.done;
import static dev.likeness.requests.StoreSteps.events;
import static dev.likeness.requests.StoreSteps.found;
import static dev.likeness.requests.StoreSteps.submitted;
import static dev.likeness.requests.TestRequests.image;
import static dev.likeness.requests.TestRequests.request;
import static dev.likeness.requests.TestRequests.telling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.AtOnce;
import dev.likeness.error.IdempotencyConflict;
import dev.likeness.requests.Turn.Duty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Requests with an idempotency key, and those among them whose caller waits. */
interface KeyedRequestContract extends StoreReplicas {

    private static Turn direct(RequestStore store, NewRequest request) {
        Begun begun = done(store.begin(request));
        assertThat(begun.id()).isEqualTo(request.id());
        return begun.turn().orElseThrow();
    }

    @Test
    default void the_same_key_is_the_same_request() {
        RequestStore store = replica(PATIENT);
        UUID first = submitted(store, TestRequests.keyed("key", "body"));

        assertThat(done(store.submit(TestRequests.keyed("key", "body")))).isEqualTo(new Submitted(first, true));
        assertThat(done(store.named(new IdempotencyKey("key", "body")))).contains(first);
        assertThat(done(store.named(new IdempotencyKey("other", "body")))).isEmpty();
        assertThat(done(store.take(10))).hasSize(1);
    }

    @Test
    default void the_same_key_with_another_body_is_refused() {
        RequestStore store = replica(PATIENT);
        submitted(store, TestRequests.keyed("key", "body"));

        assertThatThrownBy(() -> done(store.submit(TestRequests.keyed("key", "other"))))
                .isInstanceOf(IdempotencyConflict.class);
        assertThatThrownBy(() -> done(store.named(new IdempotencyKey("key", "other"))))
                .isInstanceOf(IdempotencyConflict.class);
        assertThat(done(store.take(10))).hasSize(1);
    }

    @Test
    default void the_key_of_one_that_failed_is_free_again() {
        RequestStore store = replica(PATIENT);
        submitted(store, TestRequests.keyed("key", "body"));
        Turn turn = begun(store);
        done(store.fail(turn, Failed.INTERRUPTED, telling("error")));

        UUID second = submitted(store, TestRequests.keyed("key", "other"));

        assertThat(done(store.named(new IdempotencyKey("key", "other")))).contains(second);
    }

    @Test
    default void of_many_with_the_same_key_one_is_queued() throws Exception {
        List<RequestStore> replicas = List.of(replica(PATIENT), replica(PATIENT));
        ConcurrentLinkedQueue<UUID> ids = new ConcurrentLinkedQueue<>();
        List<Runnable> callers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            RequestStore store = replicas.get(i % 2);
            callers.add(() -> ids.add(
                    done(store.submit(TestRequests.keyed("key", "body"))).id()));
        }

        AtOnce.run(callers);

        assertThat(ids).hasSize(24);
        assertThat(Optional.of(ids.stream().distinct().toList())).get().asList().hasSize(1);
        assertThat(done(replicas.get(0).take(10))).hasSize(1);
    }

    @Test
    default void one_whose_caller_waits_never_waits_in_the_queue() {
        RequestStore store = replica(PATIENT);
        NewRequest request = TestRequests.keyed("key", "body");

        Turn turn = direct(store, request);

        assertThat(turn.duty()).isEqualTo(Duty.RUN);
        assertThat(turn.attempt()).isEqualTo(1);
        assertThat(turn.cost()).isEqualByComparingTo(request.cost());
        assertThat(found(store, request.id()).status()).isEqualTo(RequestStatus.PROCESSING);
        assertThat(found(store, request.id()).position()).isEmpty();
        assertThat(done(store.queue()).depth()).isZero();
        assertThat(done(replica(PATIENT).take(10))).isEmpty();
        assertThat(events(store, request.id(), 0)).extracting(StoredEvent::name).containsExactly("accepted");
    }

    @Test
    default void one_whose_caller_waits_is_completed_like_any_other() {
        RequestStore store = replica(PATIENT);
        Turn turn = direct(store, TestRequests.keyed("key", "body"));
        assertThat(done(store.assigned(turn, "comfyui", telling("backend")))).isTrue();

        completed(store, turn, 20);

        StoredRequest found = found(store, turn.id());
        assertThat(found.status()).isEqualTo(RequestStatus.COMPLETED);
        assertThat(found.backend()).contains("comfyui");
        assertThat(done(store.picture(turn.id(), 0))).contains(TestRequests.bytes(20));
        assertThat(done(store.begin(TestRequests.keyed("key", "body")))).isEqualTo(Begun.before(turn.id()));
        assertThatThrownBy(() -> done(store.begin(TestRequests.keyed("key", "other"))))
                .isInstanceOf(IdempotencyConflict.class);
    }

    @Test
    default void one_whose_caller_waits_is_given_up_with_its_replica() {
        RequestStore dead = replica(HASTY);
        UUID id = direct(dead, TestRequests.keyed("key", "body")).id();
        RequestStore next = replica(HASTY);

        Turn turn = takenOver(next);

        assertThat(turn.id()).isEqualTo(id);
        assertThat(turn.duty()).isEqualTo(Duty.GIVE_UP);
        done(next.fail(turn, Failed.INTERRUPTED, telling("error")));
        done(next.close(turn));
        pass(SHORT.multipliedBy(2));
        assertThat(done(next.take(10))).isEmpty();
        direct(next, TestRequests.keyed("key", "other"));
    }

    @Test
    default void one_whose_caller_waited_and_whose_pictures_are_there_is_paid_by_another() {
        RequestStore dead = replica(HASTY);
        Turn turn = direct(dead, TestRequests.keyed("key", "body"));
        done(dead.keep(turn, image(0, 5), telling("image")));

        assertThat(takenOver(replica(HASTY)).duty()).isEqualTo(Duty.CHARGE);
    }

    @Test
    default void one_whose_caller_waits_is_kept_while_its_replica_is_heard_of() {
        RequestStore alive = replica(PATIENT);
        Turn turn = direct(alive, TestRequests.keyed("key", "body"));

        pass(SHORT);

        assertThat(done(alive.beat(List.of(turn)))).isEmpty();
        assertThat(done(replica(PATIENT).take(1))).isEmpty();
    }

    @Test
    default void one_whose_caller_has_left_is_cancelled_and_its_key_is_free() {
        RequestStore store = replica(PATIENT);
        Turn turn = direct(store, TestRequests.keyed("key", "body"));

        Turn newer = done(store.cancel(turn.id(), telling("error"))).orElseThrow();
        done(store.close(newer));

        assertThat(done(store.keep(turn, image(0, 5), telling("image")))).isFalse();
        direct(store, TestRequests.keyed("key", "body"));
    }

    @Test
    default void of_many_with_the_same_key_one_is_begun() throws Exception {
        List<RequestStore> replicas = List.of(replica(PATIENT), replica(PATIENT));
        ConcurrentLinkedQueue<Begun> all = new ConcurrentLinkedQueue<>();
        List<Runnable> callers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            RequestStore store = replicas.get(i % 2);
            callers.add(() -> all.add(done(store.begin(TestRequests.keyed("key", "body")))));
        }

        AtOnce.run(callers);

        assertThat(all).hasSize(50);
        assertThat(all.stream().map(Begun::id).distinct()).hasSize(1);
        assertThat(all.stream().filter(begun -> begun.turn().isPresent())).hasSize(1);
    }

    @Test
    default void a_key_is_forgotten_with_its_request() {
        RequestStore store =
                replica(Map.of("likeness.requests.take-over-after", "1h", "likeness.requests.retention", "50ms"));
        completed(store, direct(store, TestRequests.keyed("key", "body")), 5);

        pass(Duration.ofMillis(150));

        direct(store, TestRequests.keyed("key", "other"));
    }
}
