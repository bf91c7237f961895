package dev.likeness.requests;

import static dev.likeness.requests.StoreSteps.begun;
import static dev.likeness.requests.StoreSteps.completed;
import static dev.likeness.requests.StoreSteps.done;
import static dev.likeness.requests.StoreSteps.events;
import static dev.likeness.requests.StoreSteps.found;
import static dev.likeness.requests.StoreSteps.submitted;
import static dev.likeness.requests.StoreSteps.taken;
import static dev.likeness.requests.TestRequests.ADA;
import static dev.likeness.requests.TestRequests.BOB;
import static dev.likeness.requests.TestRequests.request;
import static dev.likeness.requests.TestRequests.telling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.error.Overloaded;
import dev.likeness.error.RateLimited;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How much is kept, and for how long. */
interface RoomContract extends StoreReplicas {

    @Test
    default void an_account_has_so_much_room_for_what_waits() {
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
    default void the_oldest_finished_pictures_make_room() {
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
    default void a_queue_that_is_full_refuses() {
        RequestStore store =
                replica(Map.of("likeness.requests.take-over-after", "1h", "likeness.requests.max-queued", "2"));
        submitted(store, request());
        submitted(store, request());

        assertThatThrownBy(() -> done(store.submit(request()))).isInstanceOf(Overloaded.class);

        taken(store);
        submitted(store, request());
    }

    @Test
    default void what_has_ended_is_forgotten_in_time() {
        RequestStore store = replica(Map.of(
                "likeness.requests.take-over-after", "1h",
                "likeness.requests.retention", "50ms",
                "likeness.requests.max-bytes-per-account", "1000"));
        UUID id = submitted(store, request());
        completed(store, begun(store), 900);

        pass(Duration.ofMillis(150));

        assertThat(done(store.find(id))).isEmpty();
        assertThat(done(store.picture(id, 0))).isEmpty();
        assertThat(events(store, id, 0)).isEmpty();
        submitted(store, request(ADA, 1, 1000));
    }

    @Test
    default void what_waits_or_runs_is_not_forgotten() {
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
}
