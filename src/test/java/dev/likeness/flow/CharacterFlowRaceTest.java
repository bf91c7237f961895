package dev.likeness.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.error.BackendFailed;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends, failures and departures in any order, one after the other and at the same time. */
class CharacterFlowRaceTest {

    private static ExecutorService threads;

    @BeforeAll
    static void begin() {
        threads = Executors.newFixedThreadPool(4);
    }

    @AfterAll
    static void end() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void any_order_of_steps_spends_what_was_delivered_and_nothing_else(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            new OneAfterTheOther(random).play();
        }
    }

    /** Up to three requests whose steps, the workers' included, are taken in a random order by one thread. */
    private static final class OneAfterTheOther {

        private final Random random;
        private final PlayedBackend backend = new PlayedBackend();
        private final List<Runnable> later = new ArrayList<>();
        private final FlowUnderTest service = new FlowUnderTest(backend, later::add);
        private final List<AssertSubscriber<FlowEvent>> clients = new ArrayList<>();

        private OneAfterTheOther(Random random) {
            this.random = random;
        }

        void play() {
            int requests = 1 + random.nextInt(3);
            for (int step = 0; step < 80; step++) {
                int choice = random.nextInt(10);
                if (clients.size() < requests && choice < 2) {
                    clients.add(service.run(FlowUnderTest.request(1 + random.nextInt(2)))
                            .subscribe()
                            .withSubscriber(AssertSubscriber.create(random.nextInt(3))));
                } else if (choice < 6 && !later.isEmpty()) {
                    later.remove(random.nextInt(later.size())).run();
                } else if (choice < 7 && !clients.isEmpty()) {
                    clients.get(random.nextInt(clients.size())).request(1 + random.nextInt(3));
                } else if (choice == 7 && random.nextInt(6) == 0 && !clients.isEmpty()) {
                    clients.get(random.nextInt(clients.size())).cancel();
                } else if (!backend.begun.isEmpty()) {
                    speak(backend.begun.get(random.nextInt(backend.begun.size())));
                }
            }
            comeToAnEnd();
            check();
        }

        private void speak(PlayedBackend.Begun job) {
            if (job.says().isCancelled()) {
                return;
            }
            switch (random.nextInt(8)) {
                case 0 -> job.says().fail(new BackendFailed("no"));
                case 1 -> job.says().complete();
                default -> job.image(random.nextInt(2));
            }
        }

        /** Whoever still runs is cut off, or served to the end. */
        private void comeToAnEnd() {
            for (AssertSubscriber<FlowEvent> client : clients) {
                if (random.nextBoolean()) {
                    client.cancel();
                } else {
                    client.request(1_000);
                }
            }
            for (int i = 0; i < 20; i++) {
                while (!later.isEmpty()) {
                    later.remove(random.nextInt(later.size())).run();
                }
                backend.begun.forEach(job -> job.says().complete());
            }
        }

        private void check() {
            double delivered = clients.stream()
                    .flatMap(client -> client.getItems().stream())
                    .filter(FlowEvent.Done.class::isInstance)
                    .mapToDouble(done -> ((FlowEvent.Done) done).cost().doubleValue())
                    .sum();
            double settled = service.counted("likeness.credits.settled");
            assertThat(settled + service.counted("likeness.credits.released"))
                    .isEqualTo(service.counted("likeness.credits.reserved"));
            assertThat(service.credits()).isEqualTo(10 - settled);
            // Paid a moment before the client left: then Done has no one to go to.
            assertThat(settled).isGreaterThanOrEqualTo(delivered);
            assertThat(service.counted("likeness.requests")).isEqualTo(clients.size());
            assertThat(service.outcome("completed")).isLessThanOrEqualTo(settled);
            assertThat(service.admission.running()).isZero();
            assertThat(service.admission.waiting()).isZero();
            assertThat(backend.begun).allSatisfy(job -> assertThat(job.says().isCancelled())
                    .as("nothing listens any more")
                    .isTrue());
        }
    }

    @Test
    void a_client_that_leaves_at_any_moment_leaves_nothing_behind() throws Exception {
        for (int round = 0; round < 1_500; round++) {
            PlayedBackend backend = new PlayedBackend();
            FlowUnderTest service = new FlowUnderTest(backend, Runnable::run);
            AssertSubscriber<FlowEvent> client = AssertSubscriber.create(100);
            CountDownLatch done = new CountDownLatch(2);
            threads.execute(() -> {
                service.run(FlowUnderTest.request(1)).subscribe().withSubscriber(client);
                done.countDown();
            });
            threads.execute(() -> {
                client.awaitSubscription();
                spin(ThreadLocalRandom.current().nextInt(100_000));
                client.cancel();
                done.countDown();
            });
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();

            assertThat(service.credits()).as("credits in round %d", round).isEqualTo(10);
            assertThat(service.admission.running()).isZero();
            assertThat(backend.begun)
                    .allSatisfy(job -> assertThat(job.says().isCancelled()).isTrue());
            for (int i = 0; i < 3; i++) {
                service.admission.enter();
            }
        }
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
