package dev.likeness.credits;

import static dev.likeness.credits.LedgerSteps.ADA;
import static dev.likeness.credits.LedgerSteps.HOLD;
import static dev.likeness.credits.LedgerSteps.addsUp;
import static dev.likeness.credits.LedgerSteps.balance;
import static dev.likeness.credits.LedgerSteps.entries;
import static dev.likeness.credits.LedgerSteps.release;
import static dev.likeness.credits.LedgerSteps.reserve;
import static dev.likeness.credits.LedgerSteps.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.AtOnce;
import dev.likeness.error.InsufficientCredits;
import dev.likeness.store.SharedRedis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisCreditLedgerTest implements LedgerContract {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @Override
    public Ledger ledger(String credits, CreditsConfig config) {
        return TestCredits.redis(metrics, REDIS.replica(), config, credits);
    }

    /** Redis has the clock; what is due becomes due so much sooner, what is remembered is forgotten so much sooner, and what was entered so much earlier. */
    @Override
    public void passes(Duration time) {
        String answer = REDIS.server()
                .call(
                        "EVAL",
                        """
                for i = 1, 2 do
                    for _, member in ipairs(redis.call('ZRANGE', KEYS[i], 0, -1)) do
                        redis.call('ZINCRBY', KEYS[i], -ARGV[1], member)
                    end
                end
                for _, key in ipairs(redis.call('KEYS', ARGV[2])) do
                    redis.call('PEXPIRE', key, redis.call('PTTL', key) - ARGV[1])
                end
                local function earlier(id)
                    local ms, rest = string.match(id, '^(%d+)(-.*)$')
                    return string.format('%.0f', ms - ARGV[1]) .. rest
                end
                local entries = redis.call('XRANGE', KEYS[3], '-', '+')
                redis.call('DEL', KEYS[3])
                for _, entry in ipairs(entries) do
                    redis.call('XADD', KEYS[3], earlier(entry[1]), unpack(entry[2]))
                end
                local id, sum = string.match(redis.call('GET', KEYS[4]) or '', '^(%S+) (%S+)$')
                if id then
                    redis.call('SET', KEYS[4], earlier(id) .. ' ' .. sum)
                end
                """,
                        "4",
                        key("due"),
                        REDIS.prefix() + ":due",
                        key("ledger"),
                        key("carried"),
                        Long.toString(time.toMillis()),
                        key("ended:*"));
        assertThat(answer).doesNotStartWith("-");
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
        account.release("r", "late", HOLD, "", HOLD).await().indefinitely();

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

        var released = account.release("r", "mine", HOLD, "", HOLD).await().indefinitely();

        assertThat(released.available()).isEqualByComparingTo("10");
    }

    @Test
    void a_settlement_whose_answer_was_lost_is_taken_back_by_the_release_that_follows() {
        Ledger ledger = ledger("10");
        ledger.open().await().indefinitely();
        RedisAccount account = account();
        account.reserve("r", BigDecimal.ONE, HOLD, "mine").await().indefinitely();
        account.settle("r", BigDecimal.ONE, "mine", "settlement", HOLD, HOLD)
                .await()
                .indefinitely();

        var undone =
                account.release("r", "mine", HOLD, "settlement", HOLD).await().indefinitely();
        account.release("r", "mine", HOLD, "settlement", HOLD).await().indefinitely();
        account.settle("r", BigDecimal.ONE, "mine", "settlement", HOLD, HOLD)
                .await()
                .indefinitely();

        assertThat(undone.outcome()).isEqualTo("undone");
        addsUp(ledger, "10");
    }

    @Test
    void a_settlement_is_taken_back_by_its_own_name_only() {
        ledger("10").open().await().indefinitely();
        RedisAccount account = account();
        account.reserve("r", BigDecimal.ONE, HOLD, "mine").await().indefinitely();
        account.settle("r", BigDecimal.ONE, "mine", "settlement", HOLD, HOLD)
                .await()
                .indefinitely();

        account.release("r", "mine", HOLD, "another settlement", HOLD).await().indefinitely();

        assertThat(account.balance().await().indefinitely().available()).isEqualByComparingTo("9");
    }

    @Test
    void all_keys_of_an_account_are_on_one_node_of_a_cluster() {
        Ledger ledger = ledger("10");
        reserve(ledger, "1").settle().await().indefinitely();
        reserve(ledger, "1");

        assertThat(keys()).hasSizeGreaterThan(5).allSatisfy(key -> assertThat(key)
                .matches(REDIS.prefix() + ":(\\{ada}:.+|due)"));
    }

    @Test
    void a_ledger_that_holds_more_than_is_kept_is_trimmed_step_by_step() {
        Ledger before = ledger("10");
        for (int i = 0; i < 150; i++) {
            reserve(before, "0.01");
        }
        Ledger after = ledger("10", TestCredits.config("ledger-entries", "10"));
        reserve(after, "0.01");
        addsUp(after, "8.49");
        reserve(after, "0.01");

        assertThat(entries(after)).hasSize(11);
        addsUp(after, "8.48");
    }

    /** Those that are paid or fail in an hour are known for an hour, whatever their number; later nothing is left of them. */
    @Test
    void memory_is_bounded_however_many_requests_are_paid_or_fail() {
        Ledger ledger = ledger("1000", TestCredits.config("ledger-entries", "50"));
        for (int hour = 0; hour < 5; hour++) {
            for (int i = 0; i < 60; i++) {
                Reservation reservation = reserve(ledger, "1");
                if (i % 3 == 0) {
                    release(reservation);
                } else {
                    settle(reservation);
                }
            }
            passes(Duration.ofHours(1).plusSeconds(1));
        }

        assertThat(REDIS.server().call("XLEN", key("ledger"))).isEqualTo(":50\r\n");
        assertThat(keys()).hasSizeLessThan(10);
        addsUp(ledger, "800");
    }

    private static List<String> keys() {
        return Stream.of(REDIS.server().call("KEYS", REDIS.prefix() + "*").split("\r\n"))
                .filter(key -> key.startsWith(REDIS.prefix()))
                .toList();
    }

    private RedisAccount account() {
        return new RedisAccount(REDIS.replica().store, TestCredits.CONFIG, new CreditMetrics(metrics), ADA);
    }
}
