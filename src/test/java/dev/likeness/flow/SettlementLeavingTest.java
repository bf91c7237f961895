package dev.likeness.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.LedgerEntry;
import dev.likeness.credits.TestCredits;
import dev.likeness.faults.Direction;
import dev.likeness.faults.Fault;
import dev.likeness.faults.FaultPoint;
import dev.likeness.faults.FaultProxy;
import dev.likeness.faults.Injection;
import dev.likeness.faults.Message;
import dev.likeness.store.Script;
import dev.likeness.store.TestRedis;
import dev.likeness.store.TestStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller leaves while Redis is slow to settle its credits: it is not charged. */
class SettlementLeavingTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Script SETTLE = Script.of("account", "settle");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final PlayedBackend backend = new PlayedBackend();
    private TestRedis redis;
    private FaultProxy proxy;
    private TestStore replica;
    private CreditLedger ledger;
    private FlowUnderTest service;

    @BeforeEach
    void begin() {
        redis = TestRedis.start();
        proxy = FaultProxy.redis(redis.port());
        replica = new TestStore(proxy.port(), Map.of("likeness.redis.timeout", "1s"));
        ledger = TestCredits.ledger(metrics, replica);
        service = new FlowUnderTest(
                backend, Runnable::run, ledger, picture -> FlowUnderTest.never(), picture -> FlowUnderTest.never());
        AssertSubscriber<FlowEvent> first = delivered();
        first.awaitCompletion(LONG);
    }

    @AfterEach
    void end() {
        if (redis != null) {
            replica.close();
            proxy.close();
            redis.close();
        }
    }

    /** A caller whose picture is ready: its credits are about to be settled. */
    private AssertSubscriber<FlowEvent> delivered() {
        return delivered(() -> {});
    }

    /** @param network what happens to it just before the picture is ready */
    private AssertSubscriber<FlowEvent> delivered(Runnable network) {
        int before = backend.begun.size();
        AssertSubscriber<FlowEvent> caller = AssertSubscriber.create(100);
        service.run(FlowUnderTest.request(1)).subscribe().withSubscriber(caller);
        until(() -> backend.begun.size() > before);
        network.run();
        backend.begun.get(before).image(0);
        backend.begun.get(before).says().complete();
        return caller;
    }

    private static boolean isSettlement(Message message) {
        return message.word(1).equals(SETTLE.sha1());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_caller_that_leaves_while_its_credits_are_settled_is_not_charged(boolean wasCarriedOut) {
        Injection slow = proxy.inject(
                Fault.hold(),
                wasCarriedOut
                        ? FaultPoint.beforeReply(SettlementLeavingTest::isSettlement)
                        : FaultPoint.before(SettlementLeavingTest::isSettlement));
        AssertSubscriber<FlowEvent> caller = delivered();
        slow.awaitHit(LONG);

        caller.cancel();

        until(() -> released() == 1);
        slow.release();
        balanceIs("9");
        assertThat(caller.getItems()).noneMatch(FlowEvent.Done.class::isInstance);
    }

    /** Longer than any command may take; what is sent again meanwhile is answered as late. */
    @ParameterizedTest
    @ValueSource(longs = {100, 900, 3_000})
    void a_caller_that_leaves_while_redis_answers_late_is_not_charged(long delayMillis) {
        long before = proxy.count(SettlementLeavingTest::isSettlement);
        AssertSubscriber<FlowEvent> caller =
                delivered(() -> proxy.delay(Direction.TO_CLIENT, Duration.ofMillis(delayMillis)));
        until(() -> proxy.count(SettlementLeavingTest::isSettlement) > before);

        caller.cancel();

        proxy.restore();
        boolean done = caller.getItems().stream().anyMatch(FlowEvent.Done.class::isInstance);
        balanceIs(done ? "8" : "9");
    }

    /**
     * Callers leave throughout the time in which Redis is slow, before and after their settlement is given up. What is sent to
     * a slow server may be carried out when its sender has long closed the connection.
     */
    @ParameterizedTest
    @CsvSource({"TO_CLIENT, 30", "TO_SERVER, 5"})
    void callers_that_leave_while_redis_is_slow_for_long_are_not_charged(Direction direction, int seconds)
            throws Exception {
        FlowUnderTest many = FlowUnderTest.of(backend, Runnable::run, ledger, 5, 0);
        List<AssertSubscriber<FlowEvent>> callers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            AssertSubscriber<FlowEvent> caller = AssertSubscriber.create(100);
            many.run(FlowUnderTest.request(1)).subscribe().withSubscriber(caller);
            callers.add(caller);
        }
        until(() -> backend.begun.size() == 6);
        proxy.delay(direction, Duration.ofSeconds(seconds));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        backend.begun.subList(1, 6).forEach(job -> {
            job.image(0);
            job.says().complete();
        });

        for (AssertSubscriber<FlowEvent> caller : callers) {
            caller.cancel();
            Thread.sleep(TimeUnit.SECONDS.toMillis(seconds) / callers.size());
        }
        Thread.sleep(Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        proxy.restore();

        assertThat(callers)
                .allSatisfy(caller -> assertThat(caller.getItems()).noneMatch(FlowEvent.Done.class::isInstance));
        balanceIs("9");
        // By then all that was held back on the way to Redis has arrived there.
        Thread.sleep(TimeUnit.SECONDS.toMillis(direction == Direction.TO_SERVER ? seconds : 0));
        balanceIs("9");
        assertThat(many.inFlight()).isZero();
    }

    @Test
    void a_caller_that_has_its_answer_is_charged_though_it_leaves_then() {
        AssertSubscriber<FlowEvent> caller = delivered();
        caller.awaitCompletion(LONG);

        caller.cancel();

        balanceIs("8");
        assertThat(metrics.counter("likeness.credits.settled").count()).isEqualTo(2);
    }

    private double released() {
        return metrics.counter("likeness.credits.released").count();
    }

    /** And stays so when nothing is under way any more; the ledger adds up to it. */
    private void balanceIs(String credits) {
        until(() -> balance().compareTo(new BigDecimal(credits)) == 0
                && redis.call("HLEN", "likeness:{ada}:open").equals(":0\r\n"));
        List<LedgerEntry> entries = TestCredits.entries(ledger);
        assertThat(entries.stream().map(LedgerEntry::change).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(credits);
        assertThat(service.inFlight()).isZero();
    }

    private BigDecimal balance() {
        return ledger.balance(TestCredits.ADA).await().atMost(LONG);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() < end).as("comes true within %s", LONG).isTrue();
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
