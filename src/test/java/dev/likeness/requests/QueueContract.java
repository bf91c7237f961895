package dev.likeness.requests;

import static dev.likeness.requests.StoreSteps.PATIENT;
import static dev.likeness.requests.StoreSteps.begun;
import static dev.likeness.requests.StoreSteps.completed;
import static dev.likeness.requests.StoreSteps.done;
import static dev.likeness.requests.StoreSteps.events;
import static dev.likeness.requests.StoreSteps.found;
import static dev.likeness.requests.StoreSteps.submitted;
import static dev.likeness.requests.StoreSteps.taken;
import static dev.likeness.requests.TestRequests.ADA;
import static dev.likeness.requests.TestRequests.image;
import static dev.likeness.requests.TestRequests.request;
import static dev.likeness.requests.TestRequests.telling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.AtOnce;
import dev.likeness.input.ImageSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What waits, what is worked on, and how that ends. */
interface QueueContract extends StoreReplicas {

    @Test
    default void what_was_submitted_waits() {
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
    default void what_was_never_submitted_is_not_there() {
        RequestStore store = replica(PATIENT);
        UUID id = UUID.randomUUID();

        assertThat(done(store.find(id))).isEmpty();
        assertThat(done(store.picture(id, 0))).isEmpty();
        assertThat(events(store, id, 0)).isEmpty();
        assertThat(done(store.cancel(id, telling("error")))).isEmpty();
    }

    @Test
    default void first_come_first_served() {
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
    default void each_is_taken_by_one_alone() throws Exception {
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
    default void whoever_takes_it_gets_what_was_submitted() {
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
    default void pictures_are_kept_one_by_one() {
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
    default void it_is_completed() {
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
        assertThat(events(store, id, 0))
                .extracting(StoredEvent::name)
                .containsExactly("accepted", "backend", "image", "done");
    }

    @Test
    default void it_fails_and_its_pictures_are_gone() {
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
    default void what_has_ended_stays_as_it_is() {
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
    default void the_queue_tells_how_it_is() {
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
}
