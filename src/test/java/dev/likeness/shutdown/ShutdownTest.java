package dev.likeness.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestConfig;
import dev.likeness.error.ShuttingDown;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShutdownTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<ShutdownBegun> told = new ArrayList<>();
    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Test
    void is_over_at_once_when_nothing_runs() {
        assertThat(begun(shutdown(Duration.ZERO, LONG))).isCompletedWithValue(true);
    }

    @Test
    void waits_for_all_that_runs() {
        Shutdown shutdown = shutdown(Duration.ZERO, LONG);
        Shutdown.Work first = shutdown.work(), second = shutdown.work();
        var over = begun(shutdown);

        first.close();
        first.close();
        assertThat(over).isNotDone();
        second.close();

        assertThat(over).isCompletedWithValue(true);
    }

    @Test
    void waits_for_the_answer_of_what_is_refused_meanwhile() {
        Shutdown shutdown = shutdown(Duration.ZERO, LONG);
        Shutdown.Work running = shutdown.work();
        var over = begun(shutdown);
        Shutdown.Work refused = shutdown.work();

        running.close();
        assertThat(over).isNotDone();
        refused.close();

        assertThat(over).isCompletedWithValue(true);
    }

    @Test
    void refuses_new_work_from_the_beginning_and_says_when_to_come_back() {
        Shutdown shutdown = shutdown(Duration.ZERO, LONG);
        shutdown.work();
        shutdown.takesNewWork();

        begun(shutdown);

        assertThatThrownBy(shutdown::takesNewWork)
                .isInstanceOfSatisfying(ShuttingDown.class, refused -> assertThat(refused.retryAfter())
                        .isEqualTo(Duration.ofSeconds(2)));
    }

    @Test
    void takes_new_work_for_a_while_when_it_is_told_to_and_stays_although_nothing_runs() {
        Shutdown shutdown = shutdown(LONG.minusMinutes(1), LONG);

        var over = begun(shutdown);

        shutdown.takesNewWork();
        shutdown.work().close();
        assertThat(over).isNotDone();
        assertThat(shutdown.begun()).isTrue();
    }

    @Test
    void refuses_when_that_while_is_over() {
        Shutdown shutdown = shutdown(SHORT, LONG);

        assertThat(begun(shutdown)).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(true);

        assertThatThrownBy(shutdown::takesNewWork).isInstanceOf(ShuttingDown.class);
    }

    @Test
    void what_does_not_end_in_time_is_cancelled_and_told() {
        Shutdown shutdown = shutdown(Duration.ZERO, SHORT);
        Shutdown.Work work = shutdown.work();
        AtomicBoolean cancelled = new AtomicBoolean();
        Multi<String> endless = Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item("begun"), Multi.createFrom().nothing());
        var told = shutdown.cutting(endless.onCancellation().invoke(() -> cancelled.set(true)))
                .onTermination()
                .invoke(work::close)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

        var over = begun(shutdown);

        told.awaitFailure(failure -> assertThat(failure).isInstanceOf(ShuttingDown.class))
                .assertItems("begun");
        assertThat(cancelled).isTrue();
        assertThat(over).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(true);
    }

    @Test
    void what_begins_after_the_time_is_over_is_told_at_once() {
        Shutdown shutdown = shutdown(Duration.ZERO, SHORT);
        shutdown.work();
        begun(shutdown);
        shutdown.cutting(Multi.createFrom().nothing())
                .subscribe()
                .withSubscriber(AssertSubscriber.create(1))
                .awaitFailure();

        shutdown.cutting(Multi.createFrom().nothing())
                .subscribe()
                .withSubscriber(AssertSubscriber.create(1))
                .assertFailedWith(ShuttingDown.class, "nothing was charged");
    }

    @Test
    void a_stream_that_ends_in_time_is_left_as_it_is() {
        Shutdown shutdown = shutdown(Duration.ZERO, LONG);

        shutdown.cutting(Multi.createFrom().items(1, 2, 3))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE))
                .assertItems(1, 2, 3)
                .assertCompleted();
        shutdown.cutting(Multi.createFrom().failure(new IllegalStateException("its own")))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE))
                .assertFailedWith(IllegalStateException.class, "its own");
    }

    @Test
    void is_not_all_done_when_something_never_ends() {
        Shutdown shutdown = shutdown(Duration.ZERO, SHORT);
        shutdown.work();

        assertThat(begun(shutdown)).succeedsWithin(60, TimeUnit.SECONDS).isEqualTo(false);
    }

    @Test
    void those_who_work_in_the_background_are_told_once() {
        Shutdown shutdown = shutdown(Duration.ZERO, LONG);
        shutdown.work();
        var over = begun(shutdown);

        var again = begun(shutdown);

        assertThat(told).hasSize(1);
        assertThat(over).isNotDone();
        assertThat(again).isNotDone();
    }

    @Test
    void is_seen_in_readiness_and_in_a_gauge() {
        Shutdown shutdown = shutdown(Duration.ZERO, LONG);
        shutdown.work();
        assertThat(new ShutdownReady(shutdown).call().getStatus().name()).isEqualTo("UP");
        assertThat(metrics.get("likeness.shutting.down").gauge().value()).isZero();

        begun(shutdown);

        assertThat(new ShutdownReady(shutdown).call().getStatus().name()).isEqualTo("DOWN");
        assertThat(metrics.get("likeness.shutting.down").gauge().value()).isEqualTo(1);
    }

    @Test
    void whoever_sees_that_it_has_begun_is_refused_even_while_others_are_told() {
        List<Boolean> takenAfterwards = new ArrayList<>();
        AtomicReference<Shutdown> told = new AtomicReference<>();
        Told looking = new Told(new AbstractList<>() {
            @Override
            public boolean add(ShutdownBegun event) {
                return takenAfterwards.add(told.get().begun() && takesNewWork(told.get()));
            }

            @Override
            public ShutdownBegun get(int index) {
                throw new IndexOutOfBoundsException(index);
            }

            @Override
            public int size() {
                return 0;
            }
        });
        Shutdown shutdown = new Shutdown(config(Duration.ZERO, LONG), vertx, looking, metrics);
        told.set(shutdown);

        begun(shutdown);

        assertThat(takenAfterwards).containsExactly(false);
        assertThat(shutdown.begun()).isTrue();
        assertThat(takesNewWork(shutdown)).isFalse();
    }

    private static boolean takesNewWork(Shutdown shutdown) {
        try {
            shutdown.takesNewWork();
            return true;
        } catch (ShuttingDown refused) {
            return false;
        }
    }

    @Test
    void refuses_a_configuration_in_which_the_last_work_has_no_time() {
        assertThatThrownBy(() -> shutdown(LONG, LONG))
                .hasMessageContaining("likeness.shutdown.accept-for")
                .hasMessageContaining("likeness.shutdown.timeout");
    }

    private static CompletableFuture<Boolean> begun(Shutdown shutdown) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        shutdown.begin().subscribe().with(over::complete);
        return over;
    }

    private Shutdown shutdown(Duration acceptFor, Duration timeout) {
        return new Shutdown(config(acceptFor, timeout), vertx, new Told(told), metrics);
    }

    private static ShutdownConfig config(Duration acceptFor, Duration timeout) {
        return TestConfig.of(
                ShutdownConfig.class,
                Map.of(
                        "likeness.shutdown.accept-for", acceptFor.toString(),
                        "likeness.shutdown.timeout", timeout.toString()));
    }
}
