package dev.likeness.requests;

import static dev.likeness.requests.StoreSteps.HASTY;
import static dev.likeness.requests.StoreSteps.PATIENT;
import static dev.likeness.requests.StoreSteps.begun;
import static dev.likeness.requests.StoreSteps.done;
import static dev.likeness.requests.StoreSteps.found;
import static dev.likeness.requests.StoreSteps.submitted;
import static dev.likeness.requests.TestRequests.ADA;
import static dev.likeness.requests.TestRequests.image;
import static dev.likeness.requests.TestRequests.request;
import static dev.likeness.requests.TestRequests.telling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.AtOnce;
import dev.likeness.requests.Turn.Duty;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Requests that are cancelled, waiting or running. */
interface CancellationContract extends StoreReplicas {

    @Test
    default void one_that_waits_is_cancelled() {
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
    default void one_whose_canceller_died_is_looked_after() {
        RequestStore store = replica(HASTY);
        UUID id = submitted(store, request());
        done(store.cancel(id, telling("error"))).orElseThrow();

        Turn turn = takenOver(store);

        assertThat(turn.id()).isEqualTo(id);
        assertThat(turn.duty()).isEqualTo(Duty.RELEASE);
    }

    @Test
    default void one_that_runs_is_cancelled_from_elsewhere() {
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
    default void one_that_has_all_its_pictures_is_not_cancelled() {
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
    default void of_the_last_picture_and_a_cancellation_one_wins() throws Exception {
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
}
