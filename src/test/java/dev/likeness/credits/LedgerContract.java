package dev.likeness.credits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.AtOnce;
import dev.likeness.auth.Caller;
import dev.likeness.error.InsufficientCredits;
import dev.likeness.error.InvalidRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every ledger does, wherever it keeps the credits. */
abstract class LedgerContract {

    static final Caller ADA = new Caller("ada");
    static final Duration HOLD = Duration.ofMinutes(5);

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    /** In which {@link #ADA} has so many credits. */
    abstract Ledger ledger(String credits);

    /** For the ledger made last. */
    abstract void passes(Duration time);

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "-1", "-", "+", "(1", "5-", "99999999999999999999-0", "1-0 COUNT"})
    void what_no_entry_can_be_called_is_refused(String id) {
        Ledger ledger = ledger("10");

        assertThatThrownBy(
                        () -> ledger.entries(ADA, Optional.of(id), 10).await().indefinitely())
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("after: is no id of an entry");
    }

    @Test
    void a_reservation_takes_from_the_balance_at_once() {
        Ledger ledger = ledger("10");

        Reservation reservation = reserve(ledger, "2.5");

        assertThat(balance(ledger)).isEqualByComparingTo("7.5");
        assertThat(reservation.amount()).isEqualByComparingTo("2.5");
        assertThat(reservation.remaining()).isEqualByComparingTo("7.5");
    }

    @Test
    void what_is_settled_stays_spent() {
        Ledger ledger = ledger("10");

        reserve(ledger, "2").settle().await().indefinitely();

        assertThat(balance(ledger)).isEqualByComparingTo("8");
    }

    @Test
    void what_is_released_comes_back() {
        Ledger ledger = ledger("10");

        reserve(ledger, "2").release().await().indefinitely();

        assertThat(balance(ledger)).isEqualByComparingTo("10");
    }

    @Test
    void only_the_first_end_of_a_reservation_counts() {
        Ledger ledger = ledger("10");
        Reservation settled = reserve(ledger, "2");
        settled.settle().await().indefinitely();
        settled.release().await().indefinitely();
        Reservation released = reserve(ledger, "3");
        released.release().await().indefinitely();
        released.release().await().indefinitely();
        released.settle().await().indefinitely();

        assertThat(balance(ledger)).isEqualByComparingTo("8");
        assertThat(counted("settled")).isEqualTo(2);
        assertThat(counted("released")).isEqualTo(3);
        assertThat(counted("reserved")).isEqualTo(5);
    }

    @Test
    void an_end_that_nobody_subscribes_to_has_not_happened() {
        Ledger ledger = ledger("10");
        Reservation reservation = reserve(ledger, "2");
        reservation.settle();

        reservation.release().await().indefinitely();

        assertThat(balance(ledger)).isEqualByComparingTo("10");
    }

    @Test
    void the_last_credit_can_be_spent_to_the_last_decimal() {
        Ledger ledger = ledger("0.3");
        reserve(ledger, "0.1");
        reserve(ledger, "0.1");
        reserve(ledger, "0.1");

        assertThat(balance(ledger)).isEqualByComparingTo("0");
        assertThatThrownBy(() -> reserve(ledger, "0.1")).isInstanceOf(InsufficientCredits.class);
    }

    @Test
    void too_few_credits_are_told_with_both_amounts_and_take_nothing() {
        Ledger ledger = ledger("0.50");

        assertThatThrownBy(() -> reserve(ledger, "2.0"))
                .isInstanceOf(InsufficientCredits.class)
                .hasMessage("Insufficient credits: balance 0.5, this request needs 2");
        assertThat(balance(ledger)).isEqualByComparingTo("0.5");
        assertThat(counted("reserved")).isZero();
    }

    @Test
    void nothing_can_be_reserved_without_a_balance_even_by_an_unknown_account() {
        Ledger ledger = ledger("0");

        assertThatThrownBy(() -> reserve(ledger, "1"))
                .hasMessage("Insufficient credits: balance 0, this request needs 1");
        assertThatThrownBy(() -> ledger.reserve(new Caller("stranger"), UUID.randomUUID(), BigDecimal.ONE, HOLD)
                        .await()
                        .indefinitely())
                .isInstanceOf(InsufficientCredits.class);
    }

    @Test
    void free_pictures_need_no_balance() {
        assertThat(reserve(ledger("0"), "0").remaining()).isEqualByComparingTo("0");
    }

    @Test
    void of_many_requests_racing_for_ten_credits_ten_win() throws Exception {
        Ledger ledger = ledger("10");
        AtomicInteger won = new AtomicInteger();

        AtOnce.run(Collections.nCopies(2_000, () -> {
            try {
                reserve(ledger, "1").settle().await().indefinitely();
                won.incrementAndGet();
            } catch (InsufficientCredits lost) {
                // Counted by its absence.
            }
        }));

        assertThat(won).hasValue(10);
        addsUp(ledger, "0");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void no_credit_is_lost_or_made_whatever_the_order_of_ends(long seed) throws Exception {
        Ledger ledger = ledger("100");
        Random random = new Random(seed);
        List<Reservation> reservations = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            reservations.add(reserve(ledger, "1"));
        }
        List<Runnable> ends = new ArrayList<>();
        for (Reservation reservation : reservations) {
            for (int end = 0; end < 4; end++) {
                boolean settle = random.nextBoolean();
                ends.add(() -> (settle ? reservation.settle() : reservation.release())
                        .await()
                        .indefinitely());
            }
        }
        Collections.shuffle(ends, random);

        AtOnce.run(ends);

        assertThat(counted("settled") + counted("released")).isEqualTo(100);
        assertThat(balance(ledger).doubleValue()).isEqualTo(counted("released"));
    }

    @Test
    void the_same_request_is_reserved_for_once() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        reserve(ledger, request, "2");

        Reservation again = reserve(ledger, request, "2");

        assertThat(again.amount()).isEqualByComparingTo("2");
        assertThat(again.remaining()).isEqualByComparingTo("8");
        assertThat(balance(ledger)).isEqualByComparingTo("8");
        assertThat(counted("reserved")).isEqualTo(2);
    }

    @Test
    void either_of_the_two_that_reserved_for_one_request_may_end_it_and_only_once() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        Reservation first = reserve(ledger, request, "2");
        Reservation second = reserve(ledger, request, "2");

        second.settle().await().indefinitely();
        first.release().await().indefinitely();
        first.settle().await().indefinitely();

        assertThat(balance(ledger)).isEqualByComparingTo("8");
        assertThat(counted("settled")).isEqualTo(2);
        assertThat(counted("released")).isZero();
    }

    @Test
    void a_request_that_is_settled_costs_nothing_again() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        reserve(ledger, request, "9").settle().await().indefinitely();

        Reservation again = reserve(ledger, request, "9");
        again.settle().await().indefinitely();
        again.release().await().indefinitely();

        assertThat(again.amount()).isEqualByComparingTo("9");
        assertThat(again.remaining()).isEqualByComparingTo("1");
        assertThat(balance(ledger)).isEqualByComparingTo("1");
        assertThat(counted("settled")).isEqualTo(9);
    }

    @Test
    void a_request_that_was_released_is_reserved_for_anew() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        Reservation first = reserve(ledger, request, "2");
        first.release().await().indefinitely();

        Reservation second = reserve(ledger, request, "3");
        first.release().await().indefinitely();
        first.settle().await().indefinitely();

        assertThat(balance(ledger))
                .as("the first one's verbs are not the second's")
                .isEqualByComparingTo("7");
        second.settle().await().indefinitely();
        assertThat(balance(ledger)).isEqualByComparingTo("7");
        assertThat(counted("settled")).isEqualTo(3);
    }

    @Test
    void what_is_set_aside_for_a_request_that_is_forgone_comes_back_whoever_holds_it() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        Reservation held = reserve(ledger, request, "2");

        ledger.forgo(ADA, request).await().indefinitely();
        held.settle().await().indefinitely();
        held.release().await().indefinitely();

        addsUp(ledger, "10");
        assertThat(counted("released")).isEqualTo(2);
        assertThat(counted("settled")).isZero();
    }

    @Test
    void nothing_is_set_aside_any_more_for_a_request_that_is_forgone() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        ledger.forgo(ADA, request).await().indefinitely();
        ledger.forgo(ADA, request).await().indefinitely();

        assertThatThrownBy(() -> reserve(ledger, request, "2")).isInstanceOf(Forgone.class);
        assertThat(reserve(ledger, "3").remaining()).isEqualByComparingTo("7");
        addsUp(ledger, "7");
    }

    @Test
    void a_request_that_is_settled_cannot_be_forgone() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        reserve(ledger, request, "2").settle().await().indefinitely();

        ledger.forgo(ADA, request).await().indefinitely();

        addsUp(ledger, "8");
        assertThat(reserve(ledger, request, "2").remaining()).isEqualByComparingTo("8");
    }

    @Test
    void of_many_that_reserve_for_a_request_while_it_is_forgone_none_keeps_anything() throws Exception {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        List<Runnable> all = new ArrayList<>(Collections.nCopies(100, () -> {
            try {
                reserve(ledger, request, "3");
            } catch (Forgone late) {
                // As it should be.
            }
        }));
        all.add(50, () -> ledger.forgo(ADA, request).await().indefinitely());

        AtOnce.run(all);

        addsUp(ledger, "10");
    }

    @Test
    void credits_of_whoever_is_gone_come_back_when_their_time_is_up() {
        Ledger ledger = ledger("10");
        Reservation lost = reserve(ledger, "10");
        passes(HOLD.minusSeconds(10));
        assertThat(balance(ledger)).isEqualByComparingTo("0");

        passes(Duration.ofSeconds(20));

        assertThat(balance(ledger)).isEqualByComparingTo("10");
        lost.settle().await().indefinitely();
        lost.release().await().indefinitely();
        assertThat(balance(ledger)).isEqualByComparingTo("10");
        assertThat(counted("released")).isEqualTo(10);
    }

    @Test
    void expired_credits_can_be_reserved_by_the_next_request() {
        Ledger ledger = ledger("1");
        reserve(ledger, "1");
        passes(HOLD.plusSeconds(10));

        assertThat(reserve(ledger, "1").remaining()).isEqualByComparingTo("0");
    }

    @Test
    void a_request_whose_reservation_has_expired_is_reserved_for_anew() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        Reservation lost = reserve(ledger, request, "2");
        passes(HOLD.plusSeconds(10));

        reserve(ledger, request, "2").settle().await().indefinitely();
        lost.release().await().indefinitely();

        assertThat(balance(ledger)).isEqualByComparingTo("8");
    }

    @Test
    void reserving_again_prolongs() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        reserve(ledger, request, "2");
        passes(HOLD.minusSeconds(10));
        Reservation again = reserve(ledger, request, "2");
        passes(HOLD.minusSeconds(10));

        again.settle().await().indefinitely();

        assertThat(balance(ledger)).isEqualByComparingTo("8");
    }

    @Test
    void a_reservation_can_be_prolonged_and_is_never_shortened() {
        Ledger ledger = ledger("10");
        Reservation reservation = reserve(ledger, "2");
        passes(HOLD.minusSeconds(10));
        reservation.prolong(HOLD).await().indefinitely();
        reservation.prolong(Duration.ofSeconds(1)).await().indefinitely();
        passes(HOLD.minusSeconds(10));
        assertThat(balance(ledger)).isEqualByComparingTo("8");

        passes(Duration.ofSeconds(20));

        assertThat(balance(ledger)).isEqualByComparingTo("10");
    }

    @Test
    void prolonging_what_has_ended_changes_nothing() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        Reservation released = reserve(ledger, request, "2");
        released.release().await().indefinitely();
        released.prolong(HOLD).await().indefinitely();
        assertThat(balance(ledger)).isEqualByComparingTo("10");
        reserve(ledger, request, "2");
        passes(Duration.ofSeconds(20));

        released.prolong(HOLD).await().indefinitely();
        passes(HOLD.minusSeconds(10));

        assertThat(balance(ledger)).as("the one made anew was not prolonged").isEqualByComparingTo("10");
    }

    @Test
    void of_many_that_reserve_for_one_request_at_once_only_one_is_charged() throws Exception {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();

        AtOnce.run(Collections.nCopies(
                200, () -> reserve(ledger, request, "3").settle().await().indefinitely()));

        assertThat(balance(ledger)).isEqualByComparingTo("7");
        assertThat(counted("settled")).isEqualTo(3);
        assertThat(counted("reserved")).isEqualTo(3);
    }

    static Reservation reserve(CreditLedger ledger, String amount) {
        return reserve(ledger, UUID.randomUUID(), amount);
    }

    static Reservation reserve(CreditLedger ledger, UUID request, String amount) {
        return ledger.reserve(ADA, request, new BigDecimal(amount), HOLD)
                .await()
                .indefinitely();
    }

    static BigDecimal balance(CreditLedger ledger) {
        return ledger.balance(ADA).await().indefinitely();
    }

    final double counted(String verb) {
        return metrics.counter("likeness.credits." + verb).count();
    }

    @Test
    void every_change_is_an_entry_and_the_balance_is_their_sum() {
        Ledger ledger = ledger("10");
        Reservation settled = reserve(ledger, "2.5");
        Reservation released = reserve(ledger, "1");
        Reservation lost = reserve(ledger, "0.000001");
        settled.settle().await().indefinitely();
        released.release().await().indefinitely();
        settled.release().await().indefinitely();
        passes(HOLD.plusSeconds(1));
        ledger.grant(ADA, "invoice 7", new BigDecimal("5"), LedgerEntry.Kind.TOPPED_UP)
                .await()
                .indefinitely();

        List<LedgerEntry> entries = entries(ledger);

        assertThat(entries)
                .extracting(entry ->
                        entry.kind() + " " + entry.change().stripTrailingZeros().toPlainString())
                .containsExactly(
                        "OPENED 10",
                        "RESERVED -2.5",
                        "RESERVED -1",
                        "RESERVED -0.000001",
                        "SETTLED 0",
                        "RELEASED 1",
                        "EXPIRED 0.000001",
                        "TOPPED_UP 5");
        assertThat(entries.get(4).amount()).isEqualByComparingTo("2.5");
        assertThat(entries.get(7).reference()).isEqualTo("invoice 7");
        assertThat(lost.amount()).isEqualByComparingTo("0.000001");
        addsUp(ledger, "12.5");
    }

    @Test
    void entries_are_told_page_by_page() {
        Ledger ledger = ledger("10");
        for (int i = 0; i < 5; i++) {
            reserve(ledger, "1");
        }
        List<LedgerEntry> first =
                ledger.entries(ADA, Optional.empty(), 4).await().indefinitely();

        List<LedgerEntry> second =
                ledger.entries(ADA, Optional.of(first.get(3).id()), 4).await().indefinitely();

        assertThat(first).hasSize(4);
        assertThat(second).hasSize(2);
        assertThat(second.get(0).balance()).isEqualByComparingTo("6");
        assertThat(ledger.entries(ADA, Optional.of(second.get(1).id()), 4)
                        .await()
                        .indefinitely())
                .isEmpty();
    }

    @Test
    void nobody_sees_the_entries_of_another() {
        Ledger ledger = ledger("10");

        assertThat(ledger.entries(new Caller("bob"), Optional.empty(), 10)
                        .await()
                        .indefinitely())
                .isEmpty();
    }

    @Test
    void a_grant_counts_once() {
        Ledger ledger = ledger("10");

        assertThat(grant(ledger, "a", "5")).isEqualTo(new Outcome(AccountBook.Grant.Outcome.GRANTED, "15"));
        assertThat(grant(ledger, "a", "5.0")).isEqualTo(new Outcome(AccountBook.Grant.Outcome.REPEATED, "15"));
        assertThat(grant(ledger, "b", "5")).isEqualTo(new Outcome(AccountBook.Grant.Outcome.GRANTED, "20"));
        addsUp(ledger, "20");
    }

    @Test
    void a_grant_with_the_id_of_another_is_told_and_not_made() {
        Ledger ledger = ledger("10");
        grant(ledger, "a", "5");

        assertThat(grant(ledger, "a", "6")).isEqualTo(new Outcome(AccountBook.Grant.Outcome.CONFLICTING, "15"));
    }

    @Test
    void nobody_gets_more_than_can_be_counted_exactly() {
        Ledger ledger = ledger("8999999999");

        assertThat(grant(ledger, "a", "1.000001"))
                .isEqualTo(new Outcome(AccountBook.Grant.Outcome.TOO_MUCH, "8999999999"));
        assertThat(grant(ledger, "b", "1")).isEqualTo(new Outcome(AccountBook.Grant.Outcome.GRANTED, "9000000000"));
        reserve(ledger, "0.000001");
        assertThat(balance(ledger)).isEqualByComparingTo("8999999999.999999");
        addsUp(ledger, "8999999999.999999");
    }

    @Test
    void of_many_grants_under_one_id_at_once_one_is_made() throws Exception {
        Ledger ledger = ledger("0");

        AtOnce.run(Collections.nCopies(100, () -> grant(ledger, "a", "5")));

        addsUp(ledger, "5");
    }

    @Test
    void a_sweep_gives_back_what_has_expired() {
        Ledger ledger = ledger("10");
        reserve(ledger, "4");
        passes(HOLD.plusSeconds(1));

        ledger.sweep(Duration.ofMillis(1)).await().indefinitely();

        assertThat(counted("released")).isEqualTo(4);
        assertThat(balance(ledger)).isEqualByComparingTo("10");
    }

    private record Outcome(AccountBook.Grant.Outcome outcome, String balance) {}

    private static Outcome grant(Ledger ledger, String id, String amount) {
        AccountBook.Grant grant = ledger.grant(ADA, id, new BigDecimal(amount), LedgerEntry.Kind.TOPPED_UP)
                .await()
                .indefinitely();
        return new Outcome(grant.outcome(), grant.balance().stripTrailingZeros().toPlainString());
    }

    static List<LedgerEntry> entries(Ledger ledger) {
        return ledger.entries(ADA, Optional.empty(), 100_000).await().indefinitely();
    }

    /** The sum of all entries is the balance, and each says the sum up to itself. */
    static void addsUp(Ledger ledger, String balance) {
        BigDecimal sum = BigDecimal.ZERO;
        for (LedgerEntry entry : entries(ledger)) {
            sum = sum.add(entry.change());
            assertThat(entry.balance()).isEqualByComparingTo(sum);
        }
        assertThat(sum).isEqualByComparingTo(balance);
        assertThat(balance(ledger)).isEqualByComparingTo(balance);
    }
}
