package dev.likeness.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.Eventually;
import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.LedgerEntry;
import dev.likeness.credits.TestCredits;
import dev.likeness.error.BackendFailed;
import dev.likeness.store.SharedRedis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends, failures and departures in any order, one after the other and at the same time. */
class CharacterFlowRaceTest {

    @RegisterExtension
    static final SharedRedis REDIS_SERVER = new SharedRedis();

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

    /** Where the credits are. */
    private enum Kind {
        MEMORY(1_500),
        REDIS(150);

        private final int rounds;

        Kind(int rounds) {
            this.rounds = rounds;
        }

        /** In which there are ten credits. */
        CreditLedger ledger() {
            return this == MEMORY
                    ? TestCredits.ledger(new SimpleMeterRegistry())
                    : TestCredits.ledger(new SimpleMeterRegistry(), REDIS_SERVER.replicaWithKeysOfItsOwn());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_leaves_at_any_moment_leaves_nothing_behind(Kind kind) throws Exception {
        CreditLedger ledger = kind.ledger();
        for (int round = 0; round < kind.rounds; round++) {
            PlayedBackend backend = new PlayedBackend();
            FlowUnderTest service = FlowUnderTest.of(backend, Runnable::run, ledger, 1, 2);
            AssertSubscriber<FlowEvent> client = AssertSubscriber.create(100);
            leavingAtAnyMoment(service, client, kind);

            Eventually.holds("all credits are back", () -> service.credits() == 10);
            assertThat(service.admission.running()).isZero();
            assertThat(backend.begun)
                    .allSatisfy(job -> assertThat(job.says().isCancelled()).isTrue());
            for (int i = 0; i < 3; i++) {
                service.admission.enter();
            }
        }
    }

    /** What was settled before it left is paid; everything else is given back, and the ledger adds up. */
    @ParameterizedTest
    @EnumSource
    void a_client_that_leaves_while_it_is_served_pays_once_or_not_at_all(Kind kind) throws Exception {
        for (int round = 0; round < kind.rounds / 10; round++) {
            CreditLedger ledger = kind.ledger();
            PlayedBackend backend = new PlayedBackend();
            FlowUnderTest service = FlowUnderTest.of(backend, Runnable::run, ledger, 1, 2);
            AssertSubscriber<FlowEvent> client = AssertSubscriber.create(100);
            threads.execute(() -> {
                Eventually.holds(
                        "the work begins, or the client has left", () -> !backend.begun.isEmpty() || left(service));
                backend.begun.forEach(job -> {
                    job.image(0);
                    job.says().complete();
                });
            });
            leavingAtAnyMoment(service, client, kind);

            Eventually.holds("nothing is reserved any more", () -> endsOnce(ledger));
            boolean wasDelivered = client.getItems().stream().anyMatch(FlowEvent.Done.class::isInstance);
            if (wasDelivered) {
                assertThat(service.credits())
                        .as("credits after a delivery in round %d", round)
                        .isEqualTo(9);
            } else {
                assertThat(service.credits()).as("credits in round %d", round).isIn(9.0, 10.0);
            }
            assertThat(service.admission.running()).isZero();
        }
    }

    private static boolean left(FlowUnderTest service) {
        return service.inFlight() == 0 && service.outcome("cancelled") > 0;
    }

    /** Each reservation of the ledger has an end, and all changes make the balance. */
    private static boolean endsOnce(CreditLedger ledger) {
        List<LedgerEntry> entries = TestCredits.entries(ledger);
        double sum = entries.stream()
                .mapToDouble(entry -> entry.change().doubleValue())
                .sum();
        return sum == ledger.balance(TestCredits.ADA).await().indefinitely().doubleValue()
                && (entries.isEmpty() || entries.get(entries.size() - 1).kind() != LedgerEntry.Kind.RESERVED);
    }

    private static void leavingAtAnyMoment(FlowUnderTest service, AssertSubscriber<FlowEvent> client, Kind kind)
            throws InterruptedException {
        CountDownLatch done = new CountDownLatch(2);
        threads.execute(() -> {
            service.run(FlowUnderTest.request(1)).subscribe().withSubscriber(client);
            done.countDown();
        });
        threads.execute(() -> {
            client.awaitSubscription();
            spin(ThreadLocalRandom.current().nextInt(kind == Kind.MEMORY ? 100_000 : 3_000_000));
            client.cancel();
            done.countDown();
        });
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
