package dev.likeness.requests;

import static dev.likeness.requests.StoreSteps.PATIENT;
import static dev.likeness.requests.StoreSteps.begun;
import static dev.likeness.requests.StoreSteps.completed;
import static dev.likeness.requests.StoreSteps.done;
import static dev.likeness.requests.StoreSteps.events;
import static dev.likeness.requests.StoreSteps.found;
import static dev.likeness.requests.StoreSteps.submitted;
import static dev.likeness.requests.TestRequests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.error.ShuttingDown;
import dev.likeness.shutdown.ShutdownBegun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InMemoryRequestStoreTest implements RequestStoreContract {

    private static final ShuttingDown ENDING = new ShuttingDown("the process ends", Duration.ofSeconds(1));

    private final MemoryReplicas replicas = new MemoryReplicas();

    @Override
    public RequestStore replica(Map<String, String> configuration) {
        return replicas.replica(configuration);
    }

    @Override
    public void pass(Duration time) {
        replicas.pass(time);
    }

    @Test
    void a_queue_that_ends_with_its_process_fails_what_waits_and_takes_nothing_more() {
        RequestStore store = replica(PATIENT);
        Turn running = begunAfter(store, submitted(store, request()));
        UUID waiting = submitted(store, TestRequests.keyed("key", "body"));

        List<Turn> ended = done(store.closeQueue(ENDING));

        assertThat(ended).extracting(Turn::id).containsExactly(waiting);
        assertThat(ended).extracting(Turn::duty).containsExactly(Turn.Duty.RELEASE);
        assertThat(found(store, waiting).failure()).contains(Failed.of(ENDING));
        assertThat(events(store, waiting, 0)).extracting(StoredEvent::name).containsExactly("accepted", "error");
        assertThatThrownBy(() -> done(store.submit(request()))).isSameAs(ENDING);
        assertThat(done(store.putBack(running, false))).isFalse();
        assertThat(found(store, running.id()).status()).isEqualTo(RequestStatus.PROCESSING);
        completed(store, running, 10);
        assertThat(found(store, running.id()).status()).isEqualTo(RequestStatus.COMPLETED);
    }

    @Test
    void a_listener_is_told_of_a_request_that_ends_with_its_process() throws Exception {
        RequestStore store = replica(PATIENT);
        UUID waiting = submitted(store, request());
        Requests requests = new Requests(null, store, null);
        var heard = requests.events(TestRequests.ADA, waiting, 0)
                .map(StoredEvent::name)
                .collect()
                .asList()
                .subscribeAsCompletionStage();

        requests.close(new ShutdownBegun());
        done(store.closeQueue(ENDING));

        assertThat(heard.get(60, TimeUnit.SECONDS)).containsExactly("accepted", "error");
    }

    private static Turn begunAfter(RequestStore store, UUID id) {
        Turn turn = begun(store);
        assertThat(turn.id()).isEqualTo(id);
        return turn;
    }
}
