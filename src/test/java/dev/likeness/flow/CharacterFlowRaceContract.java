package dev.likeness.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.credits.CreditLedger;
import dev.likeness.error.BackendFailed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends, failures and departures in any order, one after the other and at the same time, on a ledger of either kind. */
abstract class CharacterFlowRaceContract {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static ExecutorService threads;

    abstract CreditLedger ledger(MeterRegistry metrics);

    /** How many rounds are played, of as many as take a while in memory. */
    abstract int rounds(int inMemory);

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
        for (int round = 0; round < rounds(60); round++) {
            new OneAfterTheOther(random).play();
        }
    }

    /** A service with an account of ten credits. */
    private final class Tested {

        private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        private final RaceLedger ledger = new RaceLedger(ledger(metrics));
        private final PlayedBackend backend = new PlayedBackend();
        private final FlowUnderTest service;

        private Tested(Executor workers) {
            service = new FlowUnderTest(
                    backend, workers, ledger, picture -> FlowUnderTest.never(), picture -> FlowUnderTest.never());
        }

        double counted(String verb) {
            return metrics.counter("likeness.credits." + verb).count();
        }

        /** Nothing runs, waits, or is under way at the ledger, and so many requests have ended. */
        boolean isIdle(int requests) {
            return service.inFlight() == 0
                    && ledger.isIdle()
                    && service.counted("likeness.requests") == requests
                    && counted("settled") + counted("released") == counted("reserved");
        }
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() < end).as("comes true within %s", LONG).isTrue();
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Up to three requests whose steps, the workers' included, are taken in a random order by one thread. */
    private final class OneAfterTheOther {

        private final Random random;
        private final List<Runnable> later = new CopyOnWriteArrayList<>();
        private final Tested tested = new Tested(later::add);
        private final PlayedBackend backend = tested.backend;
        private final FlowUnderTest service = tested.service;
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
            until(() -> {
                while (!later.isEmpty()) {
                    later.remove(random.nextInt(later.size())).run();
                }
                backend.begun.forEach(job -> job.says().complete());
                return tested.isIdle(clients.size());
            });
        }

        private void check() {
            double delivered = clients.stream()
                    .flatMap(client -> client.getItems().stream())
                    .filter(FlowEvent.Done.class::isInstance)
                    .mapToDouble(done -> ((FlowEvent.Done) done).cost().doubleValue())
                    .sum();
            double settled = tested.counted("settled");
            assertThat(settled + tested.counted("released")).isEqualTo(tested.counted("reserved"));
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
        for (int round = 0; round < rounds(1_500); round++) {
            Tested tested = new Tested(Runnable::run);
            PlayedBackend backend = tested.backend;
            FlowUnderTest service = tested.service;
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

            until(() -> tested.isIdle(1));
            assertThat(service.credits()).as("credits in round %d", round).isEqualTo(10);
            assertThat(backend.begun)
                    .allSatisfy(job -> assertThat(job.says().isCancelled()).isTrue());
            for (int i = 0; i < 3; i++) {
                service.admission.enter();
            }
        }
    }

    /** The picture is ready at once, and the caller leaves around the moment at which it is paid. */
    @Test
    void a_client_that_leaves_around_its_payment_is_charged_for_what_it_was_given_and_nothing_else() throws Exception {
        for (int round = 0; round < rounds(500); round++) {
            Tested tested = new Tested(Runnable::run);
            PlayedBackend backend = tested.backend;
            FlowUnderTest service = tested.service;
            AssertSubscriber<FlowEvent> client = AssertSubscriber.create(100);
            service.run(FlowUnderTest.request(1)).subscribe().withSubscriber(client);
            until(() -> !backend.begun.isEmpty());
            CountDownLatch done = new CountDownLatch(2);
            threads.execute(() -> {
                backend.begun.get(0).image(0);
                backend.begun.get(0).says().complete();
                done.countDown();
            });
            threads.execute(() -> {
                spin(ThreadLocalRandom.current().nextInt(200_000));
                client.cancel();
                done.countDown();
            });
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();

            until(() -> tested.isIdle(1));
            boolean given = client.getItems().stream().anyMatch(FlowEvent.Done.class::isInstance);
            double settled = tested.counted("settled");
            assertThat(service.credits()).as("credits in round %d", round).isEqualTo(10 - settled);
            assertThat(settled).as("round %d", round).isGreaterThanOrEqualTo(given ? 1 : 0);
        }
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
