package dev.likeness.requests;

import static dev.likeness.requests.StoreSteps.PATIENT;
import static dev.likeness.requests.StoreSteps.begun;
import static dev.likeness.requests.StoreSteps.completed;
import static dev.likeness.requests.StoreSteps.done;
import static dev.likeness.requests.StoreSteps.submitted;
import static dev.likeness.requests.TestRequests.ADA;
import static dev.likeness.requests.TestRequests.request;
import static dev.likeness.requests.TestRequests.telling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.error.StoreUnavailable;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The event stream of a request: what it delivers and when it ends. */
interface ListeningContract extends StoreReplicas {

    private static List<StoredEvent> heard(RequestStore store, UUID id, long after) {
        return new Requests(null, store, null)
                .events(ADA, id, after)
                .collect()
                .asList()
                .await()
                .atMost(Duration.ofSeconds(60));
    }

    private static void ends_when_resumed_after_its_last_event(RequestStore store, UUID id) {
        List<StoredEvent> all = heard(store, id, 0);
        for (StoredEvent seen : all) {
            assertThat(heard(store, id, seen.number())).isEqualTo(all.subList(all.indexOf(seen) + 1, all.size()));
        }
        assertThat(heard(store, id, 999)).isEmpty();
        assertThat(store.changes().waiting()).isZero();
    }

    @Test
    default void a_completed_one_ends_wherever_it_is_resumed() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request());
        completed(store, begun(store), 10);

        ends_when_resumed_after_its_last_event(store, id);
    }

    @Test
    default void a_failed_one_ends_wherever_it_is_resumed() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request());
        done(store.fail(begun(store), Failed.INTERRUPTED, Telling.error(Failed.INTERRUPTED)));

        ends_when_resumed_after_its_last_event(store, id);
    }

    @Test
    default void a_cancelled_one_ends_wherever_it_is_resumed() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request());
        done(store.cancel(id, Telling.error(Failed.CANCELLED)));

        ends_when_resumed_after_its_last_event(store, id);
    }

    @Test
    default void one_that_runs_ends_with_it_even_when_it_is_resumed_after_what_there_is() throws Exception {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request());
        Turn turn = begun(store);
        var heard = new Requests(null, store, null)
                .events(ADA, id, 999)
                .collect()
                .asList()
                .subscribeAsCompletionStage();

        completed(store, turn, 10);

        assertThat(heard.get(60, java.util.concurrent.TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    default void one_that_is_forgotten_meanwhile_ends() throws Exception {
        RequestStore store = replica(Map.of("likeness.requests.retention", "50ms"));
        UUID id = submitted(store, request());
        Turn turn = begun(store);
        done(store.fail(turn, Failed.INTERRUPTED, telling("error")));
        Away away = new Away();
        Away.Pause found = away.pause("find");
        var late = new Requests(null, away.in(RequestStore.class, store), null)
                .events(ADA, id, 0)
                .collect()
                .asList()
                .subscribeAsCompletionStage();
        found.await();
        pass(Duration.ofMillis(150));

        found.resume();

        assertThat(late.get(60, java.util.concurrent.TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    default void a_listener_who_leaves_while_the_store_is_asked_leaves_nothing_behind() throws Exception {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request());
        Away away = new Away();
        Away.Pause asked = away.pause("events");
        Cancellable listening = new Requests(null, away.in(RequestStore.class, store), null)
                .events(ADA, id, 0)
                .subscribe()
                .with(event -> {});
        asked.await();
        assertThat(store.changes().waiting()).isEqualTo(1);

        listening.cancel();

        assertThat(store.changes().waiting()).isZero();
        asked.resume();
        assertThat(store.changes().waiting()).isZero();
    }

    @Test
    default void a_listener_whose_store_is_away_leaves_nothing_behind() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request());
        Away away = new Away();
        away.at("events", 1);

        var heard = new Requests(null, away.in(RequestStore.class, store), null)
                .events(ADA, id, 0)
                .collect()
                .asList();

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> done(heard)).isInstanceOf(StoreUnavailable.class);
        assertThat(store.changes().waiting()).isZero();
    }
}
