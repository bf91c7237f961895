package dev.likeness.credits;

import static dev.likeness.credits.LedgerSteps.ADA;
import static dev.likeness.credits.LedgerSteps.HOLD;
import static dev.likeness.credits.LedgerSteps.addsUp;
import static dev.likeness.credits.LedgerSteps.balance;
import static dev.likeness.credits.LedgerSteps.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.AtOnce;
import dev.likeness.error.InsufficientCredits;
import dev.likeness.store.SharedRedis;
import dev.likeness.store.TestStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisCreditLedgerTest implements LedgerContract {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @Override
    public Ledger ledger(String credits) {
        TestStore replica = REDIS.replica();
        return new RedisCreditLedger(
                replica.store, replica.config, TestCredits.accounts(credits), new CreditMetrics(metrics));
    }

    /** Redis has the clock; what is due becomes due so much sooner. */
    @Override
    public void passes(Duration time) {
        REDIS.server()
                .call(
                        "EVAL",
                        """
                for _, request in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
                    redis.call('ZINCRBY', KEYS[1], -ARGV[1], request)
                end
                """,
                        "1",
                        key("due"),
                        Long.toString(time.toMillis()));
    }

    private String key(String name) {
        return REDIS.prefix() + ":{ada}:" + name;
    }

    @Override
    public SimpleMeterRegistry metrics() {
        return metrics;
    }

    @Test
    void an_account_of_the_configuration_is_opened_once_for_all_replicas_and_starts() {
        Ledger first = ledger("10");
        reserve(first, "4").settle().await().indefinitely();

        Ledger restarted = ledger("10");
        Ledger changed = ledger("50");

        assertThat(balance(restarted)).isEqualByComparingTo("6");
        assertThat(balance(changed)).isEqualByComparingTo("6");
    }

    @Test
    void an_account_is_open_before_its_first_request_even_if_nothing_has_opened_it() {
        assertThat(reserve(ledger("10"), "10").remaining()).isEqualByComparingTo("0");
    }

    @Test
    void of_requests_to_several_replicas_that_race_for_the_last_credit_one_wins() throws Exception {
        List<Ledger> ledgers = List.of(ledger("1"), ledger("1"), ledger("1"));
        AtomicInteger won = new AtomicInteger();
        List<Runnable> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Ledger ledger = ledgers.get(i % 3);
            all.add(() -> {
                try {
                    reserve(ledger, "1").settle().await().indefinitely();
                    won.incrementAndGet();
                } catch (InsufficientCredits lost) {
                    // Counted by its absence.
                }
            });
        }

        AtOnce.run(all);

        assertThat(won).hasValue(1);
        addsUp(ledgers.get(0), "0");
    }

    @Test
    void another_replica_can_end_what_one_has_reserved() {
        Ledger one = ledger("10");
        Ledger other = ledger("10");
        UUID request = UUID.randomUUID();
        Reservation first = reserve(one, request, "3");

        reserve(other, request, "3").settle().await().indefinitely();
        first.release().await().indefinitely();

        assertThat(balance(one)).isEqualByComparingTo("7");
    }

    @Test
    void scripts_are_sent_again_when_redis_has_forgotten_them() {
        Ledger ledger = ledger("10");
        reserve(ledger, "1");
        REDIS.server().call("SCRIPT", "FLUSH");

        assertThat(reserve(ledger, "1").remaining()).isEqualByComparingTo("8");
    }

    @Test
    void a_command_that_comes_late_reserves_nothing_when_its_attempt_was_given_up() {
        ledger("10").open().await().indefinitely();
        RedisAccount account = account();
        account.release("r", "late", false, HOLD).await().indefinitely();

        var late = account.reserve("r", BigDecimal.ONE, HOLD, "late").await().indefinitely();
        var anew = account.reserve("r", BigDecimal.ONE, HOLD, "another").await().indefinitely();

        assertThat(late.outcome()).isEqualTo("given_up");
        assertThat(late.available()).isEqualByComparingTo("10");
        assertThat(anew.outcome()).isEqualTo("open");
    }

    @Test
    void a_reservation_that_was_made_but_not_answered_is_given_back_by_its_attempts_name() {
        ledger("10").open().await().indefinitely();
        RedisAccount account = account();
        account.reserve("r", BigDecimal.ONE, HOLD, "mine").await().indefinitely();

        var released = account.release("r", "mine", false, HOLD).await().indefinitely();

        assertThat(released.available()).isEqualByComparingTo("10");
    }

    @Test
    void a_settlement_whose_answer_was_lost_is_taken_back_by_the_release_that_follows() {
        Ledger ledger = ledger("10");
        ledger.open().await().indefinitely();
        RedisAccount account = account();
        account.reserve("r", BigDecimal.ONE, HOLD, "mine").await().indefinitely();
        account.settle("r", "mine", HOLD).await().indefinitely();

        var undone = account.release("r", "mine", true, HOLD).await().indefinitely();
        account.release("r", "mine", true, HOLD).await().indefinitely();
        account.settle("r", "mine", HOLD).await().indefinitely();

        assertThat(undone.outcome()).isEqualTo("undone");
        addsUp(ledger, "10");
    }

    @Test
    void a_settlement_of_another_attempt_is_not_taken_back() {
        ledger("10").open().await().indefinitely();
        RedisAccount account = account();
        account.reserve("r", BigDecimal.ONE, HOLD, "mine").await().indefinitely();
        account.settle("r", "mine", HOLD).await().indefinitely();

        account.release("r", "another", true, HOLD).await().indefinitely();

        assertThat(account.balance().await().indefinitely().available()).isEqualByComparingTo("9");
    }

    @Test
    void all_keys_of_an_account_are_on_one_node_of_a_cluster() {
        Ledger ledger = ledger("10");
        reserve(ledger, "1").settle().await().indefinitely();
        reserve(ledger, "1");

        assertThat(REDIS.server().call("KEYS", REDIS.prefix() + "*").split("\r\n"))
                .filteredOn(key -> key.startsWith(REDIS.prefix()))
                .hasSizeGreaterThan(5)
                .allSatisfy(key -> assertThat(key).matches(REDIS.prefix() + ":(\\{ada}:.+|accounts)"));
    }

    private RedisAccount account() {
        return new RedisAccount(REDIS.replica().store, new CreditMetrics(metrics), ADA);
    }
}
