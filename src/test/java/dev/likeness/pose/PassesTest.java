package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.error.Overloaded;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PassesTest {

    private final Queue<Runnable> workers = new ArrayDeque<>();

    @Test
    void onlySoManyRunAtOnceAndTheNextStartsWhenOneEnds() {
        Passes passes = passes(2, 10);
        List<UniAssertSubscriber<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            results.add(passes.run(() -> number).subscribe().withSubscriber(UniAssertSubscriber.create()));
        }
        assertThat(workers).hasSize(2);
        workers.remove().run();
        results.get(0).assertCompleted().assertItem(0);
        assertThat(workers).hasSize(2);
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
        for (int i = 0; i < 5; i++) {
            results.get(i).assertCompleted().assertItem(i);
        }
    }

    @Test
    void oneThatIsCancelledWhileItWaitsNeverRunsAndLeavesItsPlace() {
        Passes passes = passes(1, 1);
        AtomicInteger runs = new AtomicInteger();
        passes.run(runs::incrementAndGet).subscribe().withSubscriber(UniAssertSubscriber.create());
        UniAssertSubscriber<Integer> waiting =
                passes.run(runs::incrementAndGet).subscribe().withSubscriber(UniAssertSubscriber.create());
        waiting.cancel();
        UniAssertSubscriber<String> next =
                passes.run(() -> "next").subscribe().withSubscriber(UniAssertSubscriber.create());
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
        next.assertCompleted().assertItem("next");
        assertThat(runs).hasValue(1);
    }

    @Test
    void oneThatIsCancelledWhileItRunsCanSeeItAndLeavesItsPlace() {
        Passes passes = passes(1, 1);
        List<Boolean> asked = new ArrayList<>();
        List<UniAssertSubscriber<Integer>> running = new ArrayList<>();
        running.add(passes.run(left -> {
                    asked.add(left.getAsBoolean());
                    running.get(0).cancel();
                    asked.add(left.getAsBoolean());
                    return 1;
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create()));
        UniAssertSubscriber<Integer> next =
                passes.run(() -> 2).subscribe().withSubscriber(UniAssertSubscriber.create());
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
        assertThat(asked).containsExactly(false, true);
        running.get(0).assertNotTerminated();
        next.assertCompleted().assertItem(2);
    }

    @Test
    void whenTooManyWaitOneMoreIsRefusedAtOnce() {
        Passes passes = passes(1, 1);
        passes.run(() -> 1).subscribe().withSubscriber(UniAssertSubscriber.create());
        passes.run(() -> 2).subscribe().withSubscriber(UniAssertSubscriber.create());
        passes.run(() -> 3)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertFailedWith(Overloaded.class);
        assertThat(workers).hasSize(1);
    }

    @Test
    void theTurnIsHandedOnBeforeTheResultIs() {
        Passes passes = passes(1, 5);
        List<Integer> queued = new ArrayList<>();
        passes.run(() -> 1).subscribe().with(result -> queued.add(workers.size()));
        passes.run(() -> 2).subscribe().with(result -> {});
        workers.remove().run();
        assertThat(queued).containsExactly(1);
    }

    @Test
    void oneThatFailsFailsAloneAndGivesItsTurnBack() {
        Passes passes = new Passes(Settings.admitting(1, 5), Runnable::run);
        assertThatThrownBy(() -> passes.run(() -> {
                            throw new IllegalStateException("broken");
                        })
                        .await()
                        .indefinitely())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
        assertThat(passes.run(() -> 7).await().indefinitely()).isEqualTo(7);
    }

    @Test
    void workersThatRefuseFailThePass() {
        Passes passes = new Passes(Settings.admitting(1, 5), task -> {
            throw new RejectedExecutionException("shutting down");
        });
        passes.run(() -> 1)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertFailedWith(RejectedExecutionException.class, "shutting down");
    }

    private Passes passes(int concurrency, int waiting) {
        return new Passes(Settings.admitting(concurrency, waiting), workers::add);
    }
}
