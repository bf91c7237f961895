package dev.likeness.requests;

import static dev.likeness.requests.TestRequests.ADA;
import static dev.likeness.requests.TestRequests.BOB;
import static dev.likeness.requests.TestRequests.image;
import static dev.likeness.requests.TestRequests.passing;
import static dev.likeness.requests.TestRequests.request;
import static dev.likeness.requests.TestRequests.telling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.AtOnce;
import dev.likeness.error.IdempotencyConflict;
import dev.likeness.error.Overloaded;
import dev.likeness.error.RateLimited;
import dev.likeness.input.ImageSource;
import dev.likeness.requests.Turn.Duty;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What holds wherever requests are kept. A replica is a store of its own that shares its state with the others. */
abstract class RequestStoreContract {

    /** Longer than a test takes. */
    private static final Map<String, String> PATIENT = Map.of("likeness.requests.take-over-after", "1h");

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Map<String, String> HASTY =
            Map.of("likeness.requests.take-over-after", SHORT.toMillis() + "ms");

    /** A replica with this configuration. */
    abstract RequestStore replica(Map<String, String> configuration);

    /** Lets so much time pass by the store's clock. */
    abstract void pass(Duration time);

    static <T> T done(Uni<T> step) {
        return step.await().atMost(Duration.ofSeconds(60));
    }

    private static UUID submitted(RequestStore store, NewRequest request) {
        assertThat(done(store.submit(request))).isEqualTo(new Submitted(request.id(), false));
        return request.id();
    }

    private static StoredRequest found(RequestStore store, UUID id) {
        return done(store.find(id)).orElseThrow();
    }

    private static Turn taken(RequestStore store) {
        List<Turn> turns = done(store.take(1));
        assertThat(turns).hasSize(1);
        return turns.get(0);
    }

    /** Taken on and begun. */
    private static Turn begun(RequestStore store) {
        Turn turn = taken(store);
        assertThat(turn.duty()).isEqualTo(Duty.RUN);
        assertThat(done(store.work(turn))).isPresent();
        return turn;
    }

    private static void completed(RequestStore store, Turn turn, int bytes) {
        assertThat(done(store.keep(turn, image(0, bytes), telling("image")))).isTrue();
        assertThat(done(store.complete(turn, BigDecimal.TEN, telling("done")))).isTrue();
        done(store.close(turn));
    }

    private Turn takenOver(RequestStore store) {
        pass(SHORT.multipliedBy(2));
        return taken(store);
    }

    @Test
    void what_was_submitted_waits() {
        RequestStore store = replica(PATIENT);
        NewRequest request = request(ADA, 3, 10);

        StoredRequest found = found(store, submitted(store, request));

        assertThat(found.id()).isEqualTo(request.id());
        assertThat(found.caller()).isEqualTo(ADA);
        assertThat(found.status()).isEqualTo(RequestStatus.QUEUED);
        assertThat(found.samples()).isEqualTo(3);
        assertThat(found.seed()).isEqualTo(request.work().seed());
        assertThat(found.format()).isEqualTo(request.work().format());
        assertThat(found.cost()).isEqualByComparingTo("1.25");
        assertThat(found.position()).isEqualTo(OptionalLong.of(1));
        assertThat(found.attempts()).isZero();
        assertThat(found.progress()).isZero();
        assertThat(found.pictures()).isEmpty();
        assertThat(found.backend()).isEmpty();
        assertThat(found.remaining()).isEmpty();
        assertThat(found.failure()).isEmpty();
        assertThat(found.times().begun()).isEmpty();
        assertThat(found.times().ended()).isEmpty();
        assertThat(found.delivery()).isEqualTo(request.delivery());
    }

    @Test
    void what_was_never_submitted_is_not_there() {
        RequestStore store = replica(PATIENT);
        UUID id = UUID.randomUUID();

        assertThat(done(store.find(id))).isEmpty();
        assertThat(done(store.picture(id, 0))).isEmpty();
        assertThat(done(store.events(id, 0))).isEmpty();
        assertThat(done(store.cancel(id, telling("error")))).isEmpty();
    }

    @Test
    void first_come_first_served() {
        RequestStore store = replica(PATIENT);
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(submitted(store, request()));
        }

        for (int i = 0; i < ids.size(); i++) {
            assertThat(found(store, ids.get(i)).position()).isEqualTo(OptionalLong.of(i + 1));
        }
        assertThat(done(store.take(5))).extracting(Turn::id).isEqualTo(ids.subList(0, 5));
        assertThat(found(store, ids.get(5)).position()).isEqualTo(OptionalLong.of(1));
        assertThat(found(store, ids.get(0)).position()).isEmpty();
        assertThat(done(store.take(100))).extracting(Turn::id).isEqualTo(ids.subList(5, 12));
        assertThat(done(store.take(100))).isEmpty();
    }

    @Test
    void each_is_taken_by_one_alone() throws Exception {
        List<RequestStore> replicas = List.of(replica(PATIENT), replica(PATIENT), replica(PATIENT));
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ids.add(submitted(replicas.get(i % 3), request()));
        }
        ConcurrentLinkedQueue<UUID> taken = new ConcurrentLinkedQueue<>();
        List<Runnable> takers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            RequestStore store = replicas.get(i % 3);
            takers.add(() -> done(store.take(2)).forEach(turn -> taken.add(turn.id())));
        }

        AtOnce.run(takers);

        assertThat(taken).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void whoever_takes_it_gets_what_was_submitted() {
        RequestStore store = replica(PATIENT);
        NewRequest request = request(ADA, 2, 100_001);
        submitted(replica(PATIENT), request);

        Turn turn = taken(store);
        NewRequest work = done(store.work(turn)).orElseThrow();

        assertThat(turn.id()).isEqualTo(request.id());
        assertThat(turn.caller()).isEqualTo(ADA);
        assertThat(turn.cost()).isEqualByComparingTo(request.cost());
        assertThat(turn.attempt()).isEqualTo(1);
        assertThat(work.delivery()).isEqualTo(request.delivery());
        assertThat(((ImageSource.Inline) work.work().faceImage()).file())
                .isEqualTo(((ImageSource.Inline) request.work().faceImage()).file());
        assertThat(((ImageSource.Inline) work.work().poseImage()).file())
                .isEqualTo(((ImageSource.Inline) request.work().poseImage()).file());
        byte[] none = {};
        assertThat(work.work().with(none, none).toString())
                .isEqualTo(request.work().with(none, none).toString());
        StoredRequest found = found(store, request.id());
        assertThat(found.status()).isEqualTo(RequestStatus.PROCESSING);
        assertThat(found.attempts()).isEqualTo(1);
        assertThat(found.times().begun()).isPresent();
    }

    @Test
    void pictures_are_kept_one_by_one() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request(ADA, 2, 10));
        Turn turn = begun(store);

        assertThat(done(store.keep(turn, image(1, 5_000), telling("image")))).isTrue();

        assertThat(done(store.picture(id, 1))).contains(TestRequests.bytes(5_000));
        assertThat(done(store.picture(id, 0))).isEmpty();
        assertThat(found(store, id).pictures()).containsExactly(new StoredRequest.StoredPicture(1, 8, 640, 960));
        assertThat(done(store.keep(turn, image(0, 3), telling("image")))).isTrue();
        assertThat(found(store, id).pictures())
                .extracting(StoredRequest.StoredPicture::sample)
                .containsExactly(0, 1);
    }

    @Test
    void it_is_completed() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request());
        Turn turn = begun(store);
        done(store.assigned(turn, "someone", telling("backend")));
        completed(store, turn, 20);

        StoredRequest found = found(store, id);

        assertThat(found.status()).isEqualTo(RequestStatus.COMPLETED);
        assertThat(found.backend()).contains("someone");
        assertThat(found.remaining().orElseThrow()).isEqualByComparingTo("10");
        assertThat(found.times().ended()).isPresent();
        assertThat(done(store.picture(id, 0))).contains(TestRequests.bytes(20));
        assertThat(done(store.take(10))).isEmpty();
        assertThat(done(store.events(id, 0)))
                .extracting(StoredEvent::name)
                .containsExactly("accepted", "backend", "image", "done");
    }

    @Test
    void it_fails_and_its_pictures_are_gone() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request(ADA, 2, 10));
        Turn turn = begun(store);
        done(store.keep(turn, image(0, 20), telling("image")));
        Failed failure = new Failed("backend_failed", "It said \"no\"");

        assertThat(done(store.fail(turn, failure, telling("error")))).isTrue();
        done(store.close(turn));

        StoredRequest found = found(store, id);
        assertThat(found.status()).isEqualTo(RequestStatus.FAILED);
        assertThat(found.failure()).contains(failure);
        assertThat(done(store.picture(id, 0))).isEmpty();
        assertThat(done(store.take(10))).isEmpty();
    }

    @Test
    void what_has_ended_stays_as_it_is() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request());
        Turn turn = begun(store);
        completed(store, turn, 20);

        assertThat(done(store.fail(turn, Failed.INTERRUPTED, telling("error")))).isFalse();
        assertThat(done(store.keep(turn, image(0, 1), telling("image")))).isFalse();
        assertThat(done(store.tell(turn, telling("late")))).isFalse();
        assertThat(done(store.putBack(turn, false))).isFalse();
        assertThat(done(store.work(turn))).isEmpty();

        assertThat(found(store, id).status()).isEqualTo(RequestStatus.COMPLETED);
        assertThat(done(store.picture(id, 0))).contains(TestRequests.bytes(20));
    }

    @Test
    void requests_of_a_replica_that_is_not_heard_of_are_taken_over() {
        RequestStore dead = replica(HASTY);
        UUID id = submitted(dead, request());
        Turn first = begun(dead);

        Turn second = takenOver(replica(HASTY));

        assertThat(second.id()).isEqualTo(id);
        assertThat(second.duty()).isEqualTo(Duty.RUN);
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.fence()).isGreaterThan(first.fence());
    }

    @Test
    void one_that_is_heard_of_keeps_them() {
        RequestStore alive = replica(PATIENT);
        submitted(alive, request());
        Turn turn = begun(alive);

        pass(SHORT);

        assertThat(done(alive.beat(List.of(turn)))).isEmpty();
        assertThat(done(replica(PATIENT).take(1))).isEmpty();
    }

    @Test
    void whoever_wakes_late_changes_nothing() {
        RequestStore late = replica(HASTY);
        RequestStore next = replica(HASTY);
        UUID id = submitted(late, request(ADA, 2, 10));
        Turn old = begun(late);
        done(late.keep(old, image(0, 5), telling("image")));
        Turn current = takenOver(next);
        done(next.work(current));

        assertThat(done(late.beat(List.of(old)))).containsExactly(old);
        assertThat(done(late.work(old))).isEmpty();
        assertThat(done(late.tell(old, telling("late")))).isFalse();
        assertThat(done(late.assigned(old, "late", telling("late")))).isFalse();
        assertThat(done(late.keep(old, image(1, 5), telling("late")))).isFalse();
        assertThat(done(late.complete(old, BigDecimal.ONE, telling("late")))).isFalse();
        assertThat(done(late.fail(old, Failed.INTERRUPTED, telling("late")))).isFalse();
        assertThat(done(late.putBack(old, true))).isFalse();
        done(late.close(old));

        assertThat(found(next, id).pictures()).isEmpty();
        assertThat(done(next.events(id, 0))).extracting(StoredEvent::name).doesNotContain("late");
        done(next.keep(current, image(0, 6), telling("image")));
        completedBy(next, current, id);
    }

    private static void completedBy(RequestStore store, Turn turn, UUID id) {
        assertThat(done(store.keep(turn, image(1, 6), telling("image")))).isTrue();
        assertThat(done(store.complete(turn, BigDecimal.ONE, telling("done")))).isTrue();
        assertThat(found(store, id).status()).isEqualTo(RequestStatus.COMPLETED);
    }

    @Test
    void after_so_many_attempts_it_is_given_up() {
        RequestStore store = replica(HASTY);
        UUID id = submitted(store, request());
        begun(store);
        Turn second = takenOver(store);
        done(store.work(second));

        Turn third = takenOver(store);

        assertThat(third.duty()).isEqualTo(Duty.GIVE_UP);
        assertThat(done(store.fail(third, Failed.INTERRUPTED, telling("error"))))
                .isTrue();
        assertThat(found(store, id).attempts()).isEqualTo(2);
    }

    @Test
    void one_whose_pictures_are_there_is_only_paid() {
        RequestStore store = replica(HASTY);
        UUID id = submitted(store, request(ADA, 2, 10));
        Turn first = begun(store);
        done(store.keep(first, image(0, 5), telling("image")));
        done(store.keep(first, image(1, 5), telling("image")));

        Turn second = takenOver(store);

        assertThat(second.duty()).isEqualTo(Duty.CHARGE);
        assertThat(done(store.complete(second, BigDecimal.ONE, telling("done"))))
                .isTrue();
        assertThat(found(store, id).pictures()).hasSize(2);
        assertThat(found(store, id).attempts()).isEqualTo(1);
    }

    @Test
    void one_that_ended_and_was_not_let_go_is_looked_after() {
        RequestStore store = replica(HASTY);
        submitted(store, request());
        submitted(store, request());
        Turn completed = begun(store);
        done(store.keep(completed, image(0, 5), telling("image")));
        done(store.complete(completed, BigDecimal.ONE, telling("done")));
        Turn failed = begun(store);
        done(store.fail(failed, Failed.INTERRUPTED, telling("error")));

        pass(SHORT.multipliedBy(2));
        List<Turn> turns = done(store.take(10));

        assertThat(turns).extracting(Turn::duty).containsExactly(Duty.SETTLE, Duty.RELEASE);
        turns.forEach(turn -> done(store.close(turn)));
        pass(SHORT.multipliedBy(2));
        assertThat(done(store.take(10))).isEmpty();
    }

    @Test
    void put_back_it_is_the_next_and_has_all_its_attempts() {
        RequestStore store = replica(PATIENT);
        UUID first = submitted(store, request());
        UUID second = submitted(store, request());
        Turn turn = begun(store);

        assertThat(done(store.putBack(turn, false))).isTrue();

        StoredRequest found = found(store, first);
        assertThat(found.status()).isEqualTo(RequestStatus.QUEUED);
        assertThat(found.position()).isEqualTo(OptionalLong.of(1));
        assertThat(found(store, second).position()).isEqualTo(OptionalLong.of(2));
        List<Turn> next = done(replica(PATIENT).take(2));
        assertThat(next).extracting(Turn::id).containsExactly(first, second);
        assertThat(next.get(0).attempt()).isEqualTo(1);
        assertThat(done(store.keep(turn, image(0, 5), telling("image")))).isFalse();
    }

    @Test
    void put_back_after_an_attempt_that_counts_it_has_one_less() {
        RequestStore store = replica(PATIENT);
        submitted(store, request());

        done(store.putBack(begun(store), true));

        Turn second = begun(store);
        assertThat(second.attempt()).isEqualTo(2);
        done(store.putBack(second, true));
        assertThat(taken(store).duty()).isEqualTo(Duty.GIVE_UP);
    }

    @Test
    void one_that_waits_is_cancelled() {
        RequestStore store = replica(PATIENT);
        UUID first = submitted(store, request());
        UUID second = submitted(store, request());

        Turn turn = done(store.cancel(first, telling("error"))).orElseThrow();

        assertThat(turn.id()).isEqualTo(first);
        assertThat(turn.caller()).isEqualTo(ADA);
        assertThat(turn.cost()).isEqualByComparingTo("1.25");
        StoredRequest found = found(store, first);
        assertThat(found.status()).isEqualTo(RequestStatus.FAILED);
        assertThat(found.failure()).contains(Failed.CANCELLED);
        assertThat(found.position()).isEmpty();
        assertThat(found(store, second).position()).isEqualTo(OptionalLong.of(1));
        done(store.close(turn));
        assertThat(done(store.take(10))).extracting(Turn::id).containsExactly(second);
        assertThat(done(store.cancel(first, telling("error")))).isEmpty();
    }

    @Test
    void one_whose_canceller_died_is_looked_after() {
        RequestStore store = replica(HASTY);
        UUID id = submitted(store, request());
        done(store.cancel(id, telling("error"))).orElseThrow();

        Turn turn = takenOver(store);

        assertThat(turn.id()).isEqualTo(id);
        assertThat(turn.duty()).isEqualTo(Duty.RELEASE);
    }

    @Test
    void one_that_runs_is_cancelled_from_elsewhere() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request());
        Turn running = begun(store);

        Turn cancelled = done(replica(PATIENT).cancel(id, telling("error"))).orElseThrow();

        assertThat(cancelled.fence()).isGreaterThan(running.fence());
        assertThat(done(store.beat(List.of(running)))).containsExactly(running);
        assertThat(done(store.keep(running, image(0, 5), telling("image")))).isFalse();
        assertThat(found(store, id).failure()).contains(Failed.CANCELLED);
    }

    @Test
    void one_that_has_all_its_pictures_is_not_cancelled() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request(ADA, 2, 10));
        Turn turn = begun(store);
        done(store.keep(turn, image(0, 5), telling("image")));
        done(store.keep(turn, image(1, 5), telling("image")));

        assertThat(done(store.cancel(id, telling("error")))).isEmpty();

        assertThat(done(store.complete(turn, BigDecimal.ONE, telling("done")))).isTrue();
        assertThat(done(store.cancel(id, telling("error")))).isEmpty();
    }

    @Test
    void of_the_last_picture_and_a_cancellation_one_wins() throws Exception {
        RequestStore store = replica(PATIENT);
        RequestStore other = replica(PATIENT);
        for (int i = 0; i < 30; i++) {
            UUID id = submitted(store, request());
            Turn turn = begun(store);
            boolean[] kept = new boolean[1];
            boolean[] cancelled = new boolean[1];

            AtOnce.run(List.of(
                    () -> kept[0] = done(store.keep(turn, image(0, 5), telling("image"))),
                    () -> cancelled[0] =
                            done(other.cancel(id, telling("error"))).isPresent()));

            assertThat(kept[0]).isNotEqualTo(cancelled[0]);
        }
    }

    @Test
    void events_are_told_in_their_order() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request());
        Turn turn = begun(store);
        for (int i = 0; i < 12; i++) {
            done(store.tell(turn, telling("event" + i)));
        }

        List<StoredEvent> events = done(store.events(id, 0));

        assertThat(events).hasSize(13).isSortedAccordingTo((a, b) -> Long.compare(a.number(), b.number()));
        assertThat(events.get(0).name()).isEqualTo("accepted");
        assertThat(events.get(12))
                .isEqualTo(new StoredEvent(events.get(12).number(), "event11", "{\"name\":\"event11\"}"));
        assertThat(done(store.events(id, events.get(9).number()))).isEqualTo(events.subList(10, 13));
        assertThat(done(store.events(id, events.get(12).number()))).isEmpty();
    }

    @Test
    void of_events_that_pass_only_the_latest_is_kept() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request());
        Turn turn = begun(store);
        done(store.tell(turn, passing("one", 0.25)));
        done(store.tell(turn, telling("between")));
        done(store.tell(turn, passing("two", 0.5)));

        List<StoredEvent> events = done(store.events(id, 0));

        assertThat(events).extracting(StoredEvent::name).containsExactly("accepted", "between", "progress");
        assertThat(events.get(2).data()).isEqualTo("two");
        assertThat(found(store, id).progress()).isEqualTo(0.5);
    }

    @Test
    void the_same_key_is_the_same_request() {
        RequestStore store = replica(PATIENT);
        UUID first = submitted(store, TestRequests.keyed("key", "body"));

        assertThat(done(store.submit(TestRequests.keyed("key", "body")))).isEqualTo(new Submitted(first, true));
        assertThat(done(store.named(new IdempotencyKey("key", "body")))).contains(first);
        assertThat(done(store.named(new IdempotencyKey("other", "body")))).isEmpty();
        assertThat(done(store.take(10))).hasSize(1);
    }

    @Test
    void the_same_key_with_another_body_is_refused() {
        RequestStore store = replica(PATIENT);
        submitted(store, TestRequests.keyed("key", "body"));

        assertThatThrownBy(() -> done(store.submit(TestRequests.keyed("key", "other"))))
                .isInstanceOf(IdempotencyConflict.class);
        assertThatThrownBy(() -> done(store.named(new IdempotencyKey("key", "other"))))
                .isInstanceOf(IdempotencyConflict.class);
        assertThat(done(store.take(10))).hasSize(1);
    }

    @Test
    void the_key_of_one_that_failed_is_free_again() {
        RequestStore store = replica(PATIENT);
        submitted(store, TestRequests.keyed("key", "body"));
        Turn turn = begun(store);
        done(store.fail(turn, Failed.INTERRUPTED, telling("error")));

        UUID second = submitted(store, TestRequests.keyed("key", "other"));

        assertThat(done(store.named(new IdempotencyKey("key", "other")))).contains(second);
    }

    @Test
    void of_many_with_the_same_key_one_is_queued() throws Exception {
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

    private static Turn direct(RequestStore store, NewRequest request) {
        Begun begun = done(store.begin(request));
        assertThat(begun.id()).isEqualTo(request.id());
        return begun.turn().orElseThrow();
    }

    @Test
    void one_whose_caller_waits_never_waits_in_the_queue() {
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
        assertThat(done(store.events(request.id(), 0)))
                .extracting(StoredEvent::name)
                .containsExactly("accepted");
    }

    @Test
    void one_whose_caller_waits_is_completed_like_any_other() {
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
    void one_whose_caller_waits_is_given_up_with_its_replica() {
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
    void one_whose_caller_waited_and_whose_pictures_are_there_is_paid_by_another() {
        RequestStore dead = replica(HASTY);
        Turn turn = direct(dead, TestRequests.keyed("key", "body"));
        done(dead.keep(turn, image(0, 5), telling("image")));

        assertThat(takenOver(replica(HASTY)).duty()).isEqualTo(Duty.CHARGE);
    }

    @Test
    void one_whose_caller_waits_is_kept_while_its_replica_is_heard_of() {
        RequestStore alive = replica(PATIENT);
        Turn turn = direct(alive, TestRequests.keyed("key", "body"));

        pass(SHORT);

        assertThat(done(alive.beat(List.of(turn)))).isEmpty();
        assertThat(done(replica(PATIENT).take(1))).isEmpty();
    }

    @Test
    void one_whose_caller_has_left_is_cancelled_and_its_key_is_free() {
        RequestStore store = replica(PATIENT);
        Turn turn = direct(store, TestRequests.keyed("key", "body"));

        Turn newer = done(store.cancel(turn.id(), telling("error"))).orElseThrow();
        done(store.close(newer));

        assertThat(done(store.keep(turn, image(0, 5), telling("image")))).isFalse();
        direct(store, TestRequests.keyed("key", "body"));
    }

    @Test
    void of_many_with_the_same_key_one_is_begun() throws Exception {
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
    void a_key_is_forgotten_with_its_request() {
        RequestStore store =
                replica(Map.of("likeness.requests.take-over-after", "1h", "likeness.requests.retention", "50ms"));
        completed(store, direct(store, TestRequests.keyed("key", "body")), 5);

        pass(Duration.ofMillis(150));

        direct(store, TestRequests.keyed("key", "other"));
    }

    @Test
    void an_account_has_so_much_room_for_what_waits() {
        RequestStore store = replica(
                Map.of("likeness.requests.take-over-after", "1h", "likeness.requests.max-bytes-per-account", "1000"));
        submitted(store, request(ADA, 1, 400));
        submitted(store, request(ADA, 1, 600));

        assertThatThrownBy(() -> done(store.submit(request(ADA, 1, 1)))).isInstanceOf(RateLimited.class);

        submitted(store, request(BOB, 1, 1000));
        Turn turn = begun(store);
        done(store.fail(turn, Failed.INTERRUPTED, telling("error")));
        submitted(store, request(ADA, 1, 400));
    }

    @Test
    void the_oldest_finished_pictures_make_room() {
        RequestStore store = replica(
                Map.of("likeness.requests.take-over-after", "1h", "likeness.requests.max-bytes-per-account", "1000"));
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(submitted(store, request(ADA, 1, 10)));
            completed(store, begun(store), 400);
            pass(Duration.ofMillis(2));
        }

        assertThat(done(store.picture(ids.get(0), 0))).isEmpty();
        assertThat(done(store.picture(ids.get(1), 0))).isPresent();
        assertThat(done(store.picture(ids.get(2), 0))).isPresent();
        assertThat(found(store, ids.get(0)).status()).isEqualTo(RequestStatus.COMPLETED);
        submitted(store, request(ADA, 1, 500));
        assertThat(done(store.picture(ids.get(1), 0))).isEmpty();
        assertThat(done(store.picture(ids.get(2), 0))).isPresent();
    }

    @Test
    void a_queue_that_is_full_refuses() {
        RequestStore store =
                replica(Map.of("likeness.requests.take-over-after", "1h", "likeness.requests.max-queued", "2"));
        submitted(store, request());
        submitted(store, request());

        assertThatThrownBy(() -> done(store.submit(request()))).isInstanceOf(Overloaded.class);

        taken(store);
        submitted(store, request());
    }

    @Test
    void what_has_ended_is_forgotten_in_time() {
        RequestStore store = replica(Map.of(
                "likeness.requests.take-over-after", "1h",
                "likeness.requests.retention", "50ms",
                "likeness.requests.max-bytes-per-account", "1000"));
        UUID id = submitted(store, request());
        completed(store, begun(store), 900);

        pass(Duration.ofMillis(150));

        assertThat(done(store.find(id))).isEmpty();
        assertThat(done(store.picture(id, 0))).isEmpty();
        assertThat(done(store.events(id, 0))).isEmpty();
        submitted(store, request(ADA, 1, 1000));
    }

    @Test
    void what_waits_or_runs_is_not_forgotten() {
        RequestStore store =
                replica(Map.of("likeness.requests.take-over-after", "1h", "likeness.requests.retention", "50ms"));
        UUID running = submitted(store, request());
        UUID waiting = submitted(store, request());
        begun(store);

        pass(Duration.ofMillis(150));

        assertThat(found(store, running).status()).isEqualTo(RequestStatus.PROCESSING);
        assertThat(found(store, waiting).status()).isEqualTo(RequestStatus.QUEUED);
        begun(store);
    }

    @Test
    void the_queue_tells_how_it_is() {
        RequestStore store = replica(PATIENT);
        assertThat(done(store.queue())).isEqualTo(new QueueState(0, 0, Duration.ZERO));
        submitted(store, request());
        submitted(store, request());
        submitted(store, request());
        Turn turn = begun(store);
        pass(Duration.ofMillis(20));

        QueueState state = done(replica(PATIENT).queue());

        assertThat(state.depth()).isEqualTo(2);
        assertThat(state.running()).isEqualTo(1);
        assertThat(state.oldest()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
        completed(store, turn, 5);
        assertThat(done(store.queue()).running()).isZero();
    }

    @Test
    void whoever_waits_is_woken_wherever_it_happens() {
        RequestStore listening = replica(PATIENT);
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request());
        Turn turn = begun(store);
        Changes.Waiter waiter = listening.changes().expect(id);

        done(store.tell(turn, telling("news")));

        done(waiter.await(Duration.ofHours(1)));
        assertThat(listening.changes().waiting()).isZero();
    }

    @Test
    void whoever_works_hears_of_work_and_of_cancellations() throws Exception {
        RequestStore listening = replica(PATIENT);
        RequestStore store = replica(PATIENT);
        var queued = new java.util.concurrent.CountDownLatch(1);
        var cancelled = new java.util.concurrent.CompletableFuture<UUID>();
        listening.changes().onQueued(queued::countDown);
        listening.changes().onCancelled(cancelled::complete);

        UUID id = submitted(store, request());
        done(store.cancel(id, telling("error")));

        assertThat(queued.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(cancelled.get(60, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(id);
    }
}
