package dev.likeness.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.TestConfig;
import dev.likeness.error.BackendFailed;
import dev.likeness.error.BackendTimeout;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void a_stream_in_time_passes_as_it_is() {
        deadline("1h")
                .on(Multi.createFrom().items(1, 2, 3))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(10))
                .awaitCompletion(LONG)
                .assertItems(1, 2, 3);
    }

    @Test
    void an_empty_stream_completes_at_once() {
        deadline("1h")
                .on(Multi.createFrom().empty())
                .subscribe()
                .withSubscriber(AssertSubscriber.create(10))
                .awaitCompletion(LONG);
    }

    @Test
    void a_failure_passes_as_it_is() {
        deadline("1h")
                .on(Multi.createFrom().failure(new BackendFailed("x")))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(10))
                .awaitFailure(LONG)
                .assertFailedWith(BackendFailed.class, "x");
    }

    @Test
    void a_stream_that_does_not_end_is_cancelled_and_fails() throws Exception {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        Multi<Object> endless = Multi.createFrom().nothing().onCancellation().invoke(() -> cancelled.complete(null));

        deadline("20ms")
                .on(endless)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(10))
                .awaitFailure(LONG)
                .assertFailedWith(
                        BackendTimeout.class,
                        "The pictures were not ready within 0 s; the job was cancelled and nothing was charged");

        cancelled.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void a_lively_stream_is_ended_all_the_same() {
        Multi<Long> lively = Multi.createFrom().ticks().every(Duration.ofMillis(1));

        deadline("50ms")
                .on(lively)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE))
                .awaitFailure(LONG)
                .assertFailedWith(BackendTimeout.class);
    }

    @Test
    void who_cancels_cancels_the_stream() {
        AtomicReference<MultiEmitter<? super Integer>> emitter = new AtomicReference<>();
        var subscriber = deadline("1h")
                .on(Multi.createFrom().<Integer>emitter(emitter::set))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(10));

        subscriber.cancel();

        assertThat(emitter.get().isCancelled()).isTrue();
    }

    @Test
    void nothing_is_taken_from_the_stream_before_it_is_asked_for() {
        var subscriber = deadline("1h")
                .on(Multi.createFrom().items(1, 2, 3))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(1));

        subscriber.awaitItems(1).assertItems(1).assertNotTerminated();
    }

    private static Deadline deadline(String timeout) {
        return new Deadline(TestConfig.of(FlowConfig.class, Map.of("likeness.generation.timeout", timeout)));
    }
}
