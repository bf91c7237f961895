package dev.likeness.credits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.error.StoreUnavailable;
import dev.likeness.store.TestRedis;
import dev.likeness.store.TestStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis that is gone, stands still or refuses: nothing is charged wrongly, and all goes on when it is back. */
class RedisFailuresTest {

    /** Long enough for a restart, short enough to wait for a failure. */
    private static final Map<String, String> IMPATIENT =
            Map.of("likeness.redis.timeout", "300ms", "likeness.redis.patience", "600ms");

    private static final Map<String, String> PATIENT = Map.of(
            "likeness.redis.timeout", "300ms",
            "likeness.redis.patience", "60s",
            "likeness.redis.settle-patience", "60s");

    private TestRedis redis;
    private TestStore replica;

    @BeforeEach
    void begin() {
        redis = TestRedis.start("--appendonly", "yes", "--appendfsync", "always");
    }

    @AfterEach
    void end() {
        if (replica != null) {
            replica.close();
        }
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void a_restart_is_waited_for_and_loses_nothing() throws Exception {
        Ledger ledger = ledger(PATIENT);
        Reservation reservation = LedgerSteps.reserve(ledger, "4");
        redis.kill();
        CompletableFuture<Void> settled =
                reservation.settle().subscribe().asCompletionStage().toCompletableFuture();

        redis.begin();

        settled.get();
        LedgerSteps.addsUp(ledger, "6");
    }

    @Test
    void a_reservation_waits_for_a_redis_that_stands_still_and_is_made_once() throws Exception {
        Ledger ledger = ledger(PATIENT);
        LedgerSteps.balance(ledger);
        redis.freeze();
        CompletableFuture<Reservation> reserved = reserve(ledger);
        Thread.sleep(1_000);
        assertThat(reserved).isNotDone();

        redis.thaw();

        assertThat(reserved.get().remaining()).isEqualByComparingTo("9");
        LedgerSteps.addsUp(ledger, "9");
    }

    @Test
    void a_reservation_that_nobody_waits_for_any_more_is_not_made_when_redis_goes_on() {
        Ledger ledger = ledger(IMPATIENT);
        LedgerSteps.balance(ledger);
        redis.freeze();
        assertThatThrownBy(() -> LedgerSteps.reserve(ledger, "1"))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("try again in 5 s");

        redis.thaw();

        until(() -> balanceIsAnswered(ledger));
        assertThat(redis.call("HLEN", "likeness:{ada}:open")).isEqualTo(":0\r\n");
        assertThat(redis.call("GET", "likeness:{ada}:credits")).contains("10000000");
    }

    @Test
    void a_settlement_that_was_told_to_have_failed_costs_nothing_in_the_end() {
        Ledger ledger = ledger(Map.of(
                "likeness.redis.timeout", "300ms",
                "likeness.redis.patience", "300ms",
                "likeness.redis.settle-patience", "300ms"));
        Reservation reservation = LedgerSteps.reserve(ledger, "1");
        redis.freeze();
        assertThatThrownBy(() -> reservation.settle().await().indefinitely()).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> reservation.release().await().indefinitely()).isInstanceOf(StoreUnavailable.class);

        redis.thaw();

        until(() -> redis.call("GET", "likeness:{ada}:credits").contains("10000000"));
        assertThat(redis.call("HLEN", "likeness:{ada}:open")).isEqualTo(":0\r\n");
        LedgerSteps.addsUp(ledger, "10");
    }

    /** As it is when pictures have filled it: whatever needs memory is refused. */
    private void fill() {
        redis.call("CONFIG", "SET", "maxmemory", "1");
        assertThat(redis.call("SET", "picture", "x")).startsWith("-OOM");
    }

    @Test
    void money_moves_on_when_memory_is_full() {
        Ledger ledger = ledger(IMPATIENT);
        Reservation settled = LedgerSteps.reserve(ledger, "1");
        Reservation released = LedgerSteps.reserve(ledger, "2");
        UUID request = UUID.randomUUID();
        LedgerSteps.reserve(ledger, request, "1");
        fill();

        settled.settle().await().indefinitely();
        released.release().await().indefinitely();
        ledger.forgo(LedgerSteps.ADA, request).await().indefinitely();
        LedgerSteps.addsUp(ledger, "9");
        Reservation reserved = LedgerSteps.reserve(ledger, "3");
        reserved.prolong(LedgerSteps.HOLD.multipliedBy(2)).await().indefinitely();
        reserved.settle().await().indefinitely();
        ledger.grant(LedgerSteps.ADA, "invoice", new BigDecimal("5"), LedgerEntry.Kind.TOPPED_UP)
                .await()
                .indefinitely();

        LedgerSteps.addsUp(ledger, "11");
        assertThat(LedgerSteps.reserve(ledger, "4").remaining()).isEqualByComparingTo("7");
    }

    /** Each is the first thing that happens to a full Redis, so that none lives on what another has freed. */
    @Test
    void whatever_comes_first_when_memory_is_full_is_carried_out() {
        Ledger ledger = ledger(IMPATIENT);
        Reservation expired = LedgerSteps.reserve(ledger, "1");
        redis.call("ZADD", "likeness:{ada}:due", "1", due());
        fill();

        expired.settle().await().indefinitely();

        LedgerSteps.addsUp(ledger, "9");
        redis.call("CONFIG", "SET", "maxmemory", "0");
        RedisAccount account = new RedisAccount(
                replica.store, TestCredits.CONFIG, new CreditMetrics(new SimpleMeterRegistry()), LedgerSteps.ADA);
        account.reserve("r", BigDecimal.ONE, LedgerSteps.HOLD, "attempt")
                .await()
                .indefinitely();
        account.settle("r", BigDecimal.ONE, "attempt", "settlement", LedgerSteps.HOLD, LedgerSteps.HOLD)
                .await()
                .indefinitely();
        fill();

        assertThat(account.release("r", "attempt", LedgerSteps.HOLD, "settlement", LedgerSteps.HOLD)
                        .await()
                        .indefinitely()
                        .outcome())
                .as("a settlement in doubt is taken back")
                .isEqualTo("undone");
        LedgerSteps.addsUp(ledger, "9");
        redis.call("CONFIG", "SET", "maxmemory", "0");
        LedgerSteps.reserve(ledger, "2");
        redis.call("ZADD", "likeness:{ada}:due", "1", due());
        redis.call("ZADD", "likeness:due", "1", "ada");
        fill();

        ledger.sweep().await().indefinitely();

        assertThat(redis.call("GET", "likeness:{ada}:credits")).contains("9000000");
        assertThat(redis.call("EXISTS", "likeness:due")).isEqualTo(":0\r\n");
        LedgerSteps.addsUp(ledger, "9");
    }

    /** The request whose reservation is open. */
    private String due() {
        return redis.call("ZRANGE", "likeness:{ada}:due", "0", "0").split("\r\n")[2];
    }

    @Test
    void money_moves_on_when_pictures_have_filled_the_memory() {
        Ledger ledger = ledger(IMPATIENT);
        LedgerSteps.balance(ledger);
        redis.call("CONFIG", "SET", "maxmemory", "8mb");
        String picture = "x".repeat(500_000);
        for (int i = 0; !redis.call("SET", "picture:" + i, picture).startsWith("-OOM"); i++) {
            assertThat(i).as("it fills up").isLessThan(100);
        }

        for (int i = 0; i < 50; i++) {
            Reservation reservation = LedgerSteps.reserve(ledger, "0.1");
            if (i % 2 == 0) {
                reservation.settle().await().indefinitely();
            } else {
                reservation.release().await().indefinitely();
            }
        }

        LedgerSteps.addsUp(ledger, "7.5");
    }

    @Test
    void a_key_of_another_type_fails_every_call_and_changes_nothing() {
        Ledger ledger = ledger(IMPATIENT);
        Reservation reservation = LedgerSteps.reserve(ledger, "1");
        for (String name : new String[] {"credits", "ledger", "open", "due"}) {
            String key = "likeness:{ada}:" + name;
            redis.call("RENAME", key, "aside");
            redis.call(name.equals("credits") ? "LPUSH" : "SET", key, "nonsense");
            String before = name.equals("credits") ? "" : redis.call("GET", "likeness:{ada}:credits");

            assertThatThrownBy(() -> LedgerSteps.reserve(ledger, "1")).isInstanceOf(StoreUnavailable.class);
            assertThatThrownBy(() -> reservation.settle().await().indefinitely())
                    .isInstanceOf(StoreUnavailable.class);

            assertThat(name.equals("credits") ? "" : redis.call("GET", "likeness:{ada}:credits"))
                    .isEqualTo(before);
            redis.call("RENAME", "aside", key);
        }
        reservation.settle().await().indefinitely();
        LedgerSteps.addsUp(ledger, "9");
    }

    @Test
    void credits_that_are_no_number_are_no_credits() {
        Ledger ledger = ledger(IMPATIENT);
        LedgerSteps.balance(ledger);
        redis.call("SET", "likeness:{ada}:credits", "much");

        assertThatThrownBy(() -> LedgerSteps.reserve(ledger, "1")).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void a_redis_that_comes_late_is_found() throws Exception {
        redis.kill();
        Ledger ledger = ledger(PATIENT);
        CompletableFuture<Void> opened =
                ledger.open().subscribe().asCompletionStage().toCompletableFuture();
        Thread.sleep(500);
        assertThat(opened).isNotDone();

        redis.begin();

        opened.get();
        LedgerSteps.addsUp(ledger, "10");
    }

    @Test
    void while_redis_is_silent_it_is_not_flooded() {
        Ledger ledger = ledger(IMPATIENT);
        LedgerSteps.balance(ledger);
        redis.freeze();
        assertThatThrownBy(() -> LedgerSteps.balance(ledger)).isInstanceOf(StoreUnavailable.class);
        List<CompletableFuture<Reservation>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(reserve(ledger));
        }
        assertThat(all).allSatisfy(one -> assertThatThrownBy(one::get).hasCauseInstanceOf(StoreUnavailable.class));

        assertThat(replica.metrics.get("likeness.store.up").gauge().value()).isZero();
        assertThat(replica.metrics.get("likeness.store.failures").counter().count())
                .as("a first command and some probes")
                .isLessThan(50);

        redis.thaw();

        until(() -> replica.metrics.get("likeness.store.up").gauge().value() == 1);
        LedgerSteps.addsUp(ledger, "10");
    }

    private Ledger ledger(Map<String, String> properties) {
        replica = new TestStore(redis, properties);
        return TestCredits.redis(new SimpleMeterRegistry(), replica, TestCredits.CONFIG, "10");
    }

    private static boolean balanceIsAnswered(Ledger ledger) {
        try {
            return LedgerSteps.balance(ledger).compareTo(BigDecimal.TEN) == 0;
        } catch (StoreUnavailable notYet) {
            return false;
        }
    }

    private static CompletableFuture<Reservation> reserve(Ledger ledger) {
        Uni<Reservation> reserved =
                ledger.reserve(LedgerSteps.ADA, UUID.randomUUID(), BigDecimal.ONE, LedgerSteps.HOLD);
        return reserved.subscribe().asCompletionStage().toCompletableFuture();
    }

    private interface Condition {
        boolean holds();
    }

    private static void until(Condition condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited too long");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
