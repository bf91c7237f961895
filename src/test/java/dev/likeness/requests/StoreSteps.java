package dev.likeness.requests;

import static dev.likeness.requests.TestRequests.image;
import static dev.likeness.requests.TestRequests.request;
import static dev.likeness.requests.TestRequests.telling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.requests.Turn.Duty;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What tests of stores have done in a word. */
final class StoreSteps {

    /** Longer than a test takes. */
    static final Map<String, String> PATIENT = Map.of("likeness.requests.take-over-after", "1h");

    static final Duration SHORT = Duration.ofMillis(50);

    /** Of whose requests others think that nobody looks after them any more as soon as {@link #SHORT} is over. */
    static final Map<String, String> HASTY = Map.of("likeness.requests.take-over-after", SHORT.toMillis() + "ms");

    private StoreSteps() {}

    static <T> T done(Uni<T> step) {
        return step.await().atMost(Duration.ofSeconds(60));
    }

    static UUID submitted(RequestStore store, NewRequest request) {
        assertThat(done(store.submit(request))).isEqualTo(new Submitted(request.id(), false));
        return request.id();
    }

    static List<StoredEvent> events(RequestStore store, UUID id, long after) {
        return done(store.events(id, after)).events();
    }

    static StoredRequest found(RequestStore store, UUID id) {
        return done(store.find(id)).orElseThrow();
    }

    static Turn taken(RequestStore store) {
        List<Turn> turns = done(store.take(1));
        assertThat(turns).hasSize(1);
        return turns.get(0);
    }

    /** Taken on and begun. */
    static Turn begun(RequestStore store) {
        Turn turn = taken(store);
        assertThat(turn.duty()).isEqualTo(Duty.RUN);
        assertThat(done(store.work(turn))).isPresent();
        return turn;
    }

    static void completed(RequestStore store, Turn turn, int bytes) {
        assertThat(done(store.keep(turn, image(0, bytes), telling("image")))).isTrue();
        assertThat(done(store.complete(turn, BigDecimal.TEN, telling("done")))).isTrue();
        done(store.close(turn));
    }
}
