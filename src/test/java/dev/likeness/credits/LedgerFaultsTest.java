package dev.likeness.credits;

import static dev.likeness.credits.LedgerSteps.ADA;
import static dev.likeness.credits.LedgerSteps.HOLD;
import static dev.likeness.credits.LedgerSteps.addsUp;
import static dev.likeness.credits.LedgerSteps.entries;
import static dev.likeness.credits.LedgerSteps.release;
import static dev.likeness.credits.LedgerSteps.reserve;
import static dev.likeness.credits.LedgerSteps.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.auth.Caller;
import dev.likeness.error.StoreUnavailable;
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
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every change of a ledger is interrupted just before Redis carries it out and just after, by the network and by the caller. */
class LedgerFaultsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** A change, and what the account has afterwards: what can be spent, and what is set aside. It begins with 10 and 2. */
    enum Change {
        RESERVE("reserve", "7", "5"),
        PROLONG("prolong", "10", "2"),
        SETTLE("settle", "10", "0"),
        RELEASE("release", "12", "0"),
        FORGO("forgo", "12", "0"),
        GRANT("grant", "15", "2");

        private final Script script;
        private final String balance;
        private final String reserved;

        Change(String script, String balance, String reserved) {
            this.script = Script.of("account", script);
            this.balance = balance;
            this.reserved = reserved;
        }

        boolean isIn(Message message) {
            return message.word(1).equals(script.sha1()) || message.word(1).equals(script.text());
        }
    }

    /** Before the command is forwarded, or after it was carried out and before the first byte of the reply is. */
    enum Place {
        BEFORE(FaultPoint::before),
        AFTER(FaultPoint::beforeReply);

        private final Function<Predicate<Message>, FaultPoint> point;

        Place(Function<Predicate<Message>, FaultPoint> point) {
            this.point = point;
        }

        FaultPoint of(Change change) {
            return point.apply(change::isIn);
        }
    }

    private static TestRedis redis;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final UUID request = UUID.randomUUID();
    private FaultProxy proxy;
    private TestStore replica;
    private RedisCreditLedger ledger;
    private Reservation held;

    @BeforeAll
    static void start() {
        redis = TestRedis.start();
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    /** All scripts are known to Redis: what is forwarded later is the command itself, not a question for its text. */
    @BeforeEach
    void begin() {
        redis.call("FLUSHALL");
        proxy = FaultProxy.redis(redis.port());
        replica = new TestStore(
                proxy.port(),
                Map.of(
                        "likeness.redis.timeout", "500ms",
                        "likeness.redis.patience", "20s",
                        "likeness.redis.settle-patience", "20s"));
        ledger = TestCredits.redis(metrics, replica, TestCredits.CONFIG, "12");
        Reservation first = reserve(ledger, "1");
        first.prolong(HOLD).await().indefinitely();
        release(first);
        settle(reserve(ledger, "0"));
        UUID nothing = UUID.randomUUID();
        ledger.forgo(ADA, nothing).await().indefinitely();
        grant("0", "zero").await().indefinitely();
        held = reserve(ledger, request, "2");
    }

    @AfterEach
    void end() {
        replica.close();
        proxy.close();
    }

    private Uni<?> grant(String amount, String id) {
        return ledger.grant(ADA, id, new BigDecimal(amount), LedgerEntry.Kind.TOPPED_UP);
    }

    private Uni<?> change(Change change) {
        return switch (change) {
            case RESERVE -> ledger.reserve(ADA, UUID.randomUUID(), new BigDecimal("3"), HOLD);
            case PROLONG -> held.prolong(HOLD.multipliedBy(2));
            case SETTLE -> held.settle();
            case RELEASE -> held.release();
            case FORGO -> ledger.forgo(ADA, request);
            case GRANT -> grant("5", "invoice");
        };
    }

    /** What Redis has, read past the proxy: the balance, what is set aside, and the sum of all entries. */
    private void has(String balance, String reserved) {
        until(() -> credits().equals(decimal(balance)) && reserved().equals(decimal(reserved)));
        addsUp(ledger, balance);
    }

    private static BigDecimal decimal(String credits) {
        return new BigDecimal(credits).setScale(6);
    }

    private static BigDecimal credits() {
        return Micros.toCredits(
                Long.parseLong(redis.call("GET", "likeness:{ada}:credits").split("\r\n")[1]));
    }

    private static BigDecimal reserved() {
        return Stream.of(redis.call("HVALS", "likeness:{ada}:open").split("\r\n"))
                .filter(line -> line.contains(" "))
                .map(line -> Micros.toCredits(Long.parseLong(line.split(" ")[0])))
                .reduce(decimal("0"), BigDecimal::add);
    }

    static List<Arguments> interruptions() {
        Map<String, Fault> faults = Map.of(
                "reset", Fault.reset(), "half-open", Fault.halfOpen(), "closed", Fault.close(), "held", Fault.hold());
        List<Arguments> all = new ArrayList<>();
        for (Change change : Change.values()) {
            for (Place place : Place.values()) {
                faults.forEach((name, fault) -> all.add(Arguments.of(change, place, name, fault)));
            }
        }
        return all;
    }

    /** A connection that is held goes on when all is over: the command then comes for the second time, and late. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("interruptions")
    void a_change_whose_connection_fails_is_made_once(Change change, Place place, String name, Fault fault) {
        Injection injection = proxy.inject(fault, place.of(change));

        change(change).await().atMost(LONG);

        injection.awaitHit(LONG);
        has(change.balance, change.reserved);
        proxy.restore();
        change(change == Change.RESERVE ? Change.PROLONG : change).await().atMost(LONG);
        has(change.balance, change.reserved);
    }

    static List<Arguments> cancellations() {
        List<Arguments> all = new ArrayList<>();
        for (Change change : Change.values()) {
            for (Place place : Place.values()) {
                all.add(Arguments.of(change, place));
            }
        }
        return all;
    }

    private void cancel(Change change, Place place) {
        CompletableFuture<Cancellable> running = new CompletableFuture<>();
        Injection injection = proxy.inject(Fault.run(() -> running.join().cancel()), place.of(change));
        running.complete(change(change).subscribe().with(item -> {}, failure -> {}));
        injection.awaitHit(LONG);
    }

    @ParameterizedTest
    @MethodSource("cancellations")
    void a_change_whose_caller_leaves_is_undone_or_can_be_repeated(Change change, Place place) {
        cancel(change, place);

        switch (change) {
            case RESERVE -> has("10", "2");
            case SETTLE -> {
                release(held);
                has("12", "0");
            }
            case RELEASE -> has("12", "0");
            default -> {
                change(change).await().atMost(LONG);
                has(change.balance, change.reserved);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void a_settlement_whose_caller_leaves_costs_nothing_however_late_it_comes(Place place) {
        Injection settlement = proxy.inject(Fault.hold(), place.of(Change.SETTLE));
        Cancellable settling = held.settle().subscribe().with(paid -> {}, failure -> {});
        settlement.awaitHit(LONG);
        settling.cancel();
        release(held);
        has("12", "0");

        proxy.restore();
        settle(reserve(ledger, "1"));

        has("11", "0");
        assertThat(counted("settled")).isEqualTo(1);
        assertThat(counted("reserved")).isEqualTo(counted("settled") + counted("released"));
    }

    private double counted(String verb) {
        return metrics.counter("likeness.credits." + verb).count();
    }

    @Test
    void a_settlement_that_was_answered_is_not_taken_back() {
        settle(held);

        release(held);
        held.settle().subscribe().with(paid -> {}).cancel();
        release(held);

        has("10", "0");
    }

    @Test
    void only_the_settlement_of_the_one_that_takes_it_back_is_taken_back() {
        TestStore another = new TestStore(redis, Map.of());
        Reservation shared = reserve(TestCredits.redis(metrics, another, TestCredits.CONFIG, "12"), request, "2");
        Injection settlement = proxy.inject(Fault.hold(), FaultPoint.before(Change.SETTLE::isIn));
        Cancellable settling = held.settle().subscribe().with(paid -> {}, failure -> {});
        settlement.awaitHit(LONG);
        settling.cancel();
        settle(shared);

        release(held);
        proxy.restore();

        has("10", "0");
        another.close();
    }

    private void impatient() {
        replica.close();
        replica = new TestStore(
                proxy.port(),
                Map.of(
                        "likeness.redis.timeout", "500ms",
                        "likeness.redis.patience", "500ms",
                        "likeness.redis.settle-patience", "60s"));
        ledger = TestCredits.redis(metrics, replica, TestCredits.CONFIG, "12");
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void a_reservation_that_failed_is_given_back_however_late_it_comes(Place place) {
        impatient();
        LedgerSteps.balance(ledger);
        Injection late = proxy.inject(Fault.hold(), place.of(Change.RESERVE));
        assertThatThrownBy(() -> reserve(ledger, "3")).isInstanceOf(StoreUnavailable.class);
        until(() -> redis.call("KEYS", "*:ended:*").startsWith("*4"));

        late.release();

        settle(held = reserve(ledger, request, "2"));
        has("10", "0");
    }

    @Test
    void a_release_in_doubt_is_insisted_upon_until_redis_is_back_and_a_shutdown_waits_for_it() throws Exception {
        impatient();
        held = reserve(ledger, request, "2");
        cancel(Change.SETTLE, Place.AFTER);
        until(() -> reserved().signum() == 0);
        proxy.refuse();
        assertThatThrownBy(() -> release(held)).isInstanceOf(StoreUnavailable.class);
        CompletableFuture<Void> drained = CompletableFuture.runAsync(ledger::drain);
        Thread.sleep(1_000);
        assertThat(drained).isNotDone();
        assertThat(credits()).isEqualTo(decimal("10"));

        proxy.restore();

        drained.get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(credits()).isEqualTo(decimal("12"));
        has("12", "0");
    }

    @Test
    void a_release_runs_to_its_end_when_its_caller_leaves_while_redis_is_away() {
        proxy.refuse();
        Cancellable releasing = held.release().subscribe().with(released -> {}, failure -> {});
        releasing.cancel();

        proxy.restore();

        has("12", "0");
    }

    /** Replies that come later than the time limit are none; the commands were carried out nevertheless. */
    @Test
    void a_redis_that_is_slow_in_both_directions_charges_what_was_answered_and_nothing_else() {
        proxy.delay(Direction.TO_CLIENT, Duration.ofMillis(700));
        Cancellable settling = held.settle().subscribe().with(paid -> {}, failure -> {});
        until(() -> reserved().signum() == 0);
        settling.cancel();
        Cancellable releasing = held.release().subscribe().with(released -> {}, failure -> {});
        releasing.cancel();
        proxy.restore();

        has("12", "0");
    }

    @Test
    void ten_thousand_accounts_without_reservations_are_no_burden_to_a_sweep() {
        redis.call("EVAL", "for i = 1, 10000 do redis.call('SADD', 'likeness:accounts', i) end", "0");
        redis.call(
                "EVAL", "for i = 1, 10000 do redis.call('SET', 'likeness:{' .. i .. '}:credits', '1000000') end", "0");
        for (String account : List.of("one", "two", "three")) {
            grantTo(account);
        }
        redis.call("ZADD", "likeness:due", "0", "ada", "0", "one", "0", "two");
        int before = proxy.messages().size();

        ledger.sweep().await().atMost(LONG);

        assertThat(proxy.messages().size() - before)
                .as("what is due is asked for twice, and three accounts are looked at")
                .isLessThan(10);
        assertThat(redis.call("ZRANGE", "likeness:due", "0", "-1"))
                .as("ada has an open reservation, and the others are dropped")
                .isEqualTo("*1\r\n$3\r\nada\r\n");
    }

    private void grantTo(String account) {
        ledger.grant(new Caller(account), "gift", BigDecimal.ONE, LedgerEntry.Kind.TOPPED_UP)
                .await()
                .atMost(LONG);
    }

    @Test
    void a_reservation_of_a_replica_that_dies_just_after_it_is_swept_by_another() {
        Injection died = proxy.inject(Fault.run(proxy::refuse), FaultPoint.beforeReply(Change.RESERVE::isIn));
        ledger.reserve(ADA, UUID.randomUUID(), new BigDecimal("3"), HOLD)
                .subscribe()
                .with(r -> {}, failure -> {});
        died.awaitHit(LONG);
        replica.close();
        redis.call(
                "EVAL",
                "for _, request in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('ZADD', KEYS[1], 1, request) end"
                        + " redis.call('ZADD', KEYS[2], 1, 'ada')",
                "2",
                "likeness:{ada}:due",
                "likeness:due");
        proxy.restore();
        replica = new TestStore(proxy.port(), Map.of());
        ledger = TestCredits.redis(metrics, replica, TestCredits.CONFIG, "12");

        ledger.sweep().await().atMost(LONG);

        assertThat(entries(ledger).stream().filter(entry -> entry.kind() == LedgerEntry.Kind.EXPIRED))
                .hasSize(2);
        has("12", "0");
        assertThat(redis.call("EXISTS", "likeness:due")).isEqualTo(":0\r\n");
    }

    @Test
    void an_account_that_cannot_be_looked_at_does_not_keep_others_from_their_credits() {
        redis.call("SET", "likeness:{broken}:credits", "much");
        redis.call("ZADD", "likeness:due", "0", "broken", "1", "ada");
        redis.call("ZADD", "likeness:{ada}:due", "1", request.toString());

        ledger.sweep().await().atMost(LONG);

        assertThat(credits()).isEqualTo(decimal("12"));
        assertThat(redis.call("ZCOUNT", "likeness:due", "2", "+inf"))
                .as("the other one is looked at again later")
                .isEqualTo(":1\r\n");
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited too long: balance " + credits() + ", reserved " + reserved());
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
