package dev.likeness.requests;

import static dev.likeness.requests.StoreSteps.PATIENT;
import static dev.likeness.requests.StoreSteps.begun;
import static dev.likeness.requests.StoreSteps.done;
import static dev.likeness.requests.StoreSteps.events;
import static dev.likeness.requests.StoreSteps.found;
import static dev.likeness.requests.StoreSteps.submitted;
import static dev.likeness.requests.TestRequests.passing;
import static dev.likeness.requests.TestRequests.request;
import static dev.likeness.requests.TestRequests.telling;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is told of requests, and who hears of it. */
interface NewsContract extends StoreReplicas {

    @Test
    default void events_are_told_in_their_order() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request());
        Turn turn = begun(store);
        for (int i = 0; i < 12; i++) {
            done(store.tell(turn, telling("event" + i)));
        }

        List<StoredEvent> events = events(store, id, 0);

        assertThat(events).hasSize(13).isSortedAccordingTo((a, b) -> Long.compare(a.number(), b.number()));
        assertThat(events.get(0).name()).isEqualTo("accepted");
        assertThat(events.get(12))
                .isEqualTo(new StoredEvent(events.get(12).number(), "event11", "{\"name\":\"event11\"}"));
        assertThat(events(store, id, events.get(9).number())).isEqualTo(events.subList(10, 13));
        assertThat(events(store, id, events.get(12).number())).isEmpty();
    }

    @Test
    default void of_events_that_pass_only_the_latest_is_kept() {
        RequestStore store = replica(PATIENT);
        UUID id = submitted(store, request());
        Turn turn = begun(store);
        done(store.tell(turn, passing("one", 0.25)));
        done(store.tell(turn, telling("between")));
        done(store.tell(turn, passing("two", 0.5)));

        List<StoredEvent> events = events(store, id, 0);

        assertThat(events).extracting(StoredEvent::name).containsExactly("accepted", "between", "progress");
        assertThat(events.get(2).data()).isEqualTo("two");
        assertThat(found(store, id).progress()).isEqualTo(0.5);
    }

    @Test
    default void whoever_waits_is_woken_wherever_it_happens() {
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
    default void whoever_works_hears_of_work_and_of_cancellations() throws Exception {
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
