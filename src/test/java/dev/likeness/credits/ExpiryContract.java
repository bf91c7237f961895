package dev.likeness.credits;

import static dev.likeness.credits.LedgerSteps.ADA;
import static dev.likeness.credits.LedgerSteps.HOLD;
import static dev.likeness.credits.LedgerSteps.addsUp;
import static dev.likeness.credits.LedgerSteps.balance;
import static dev.likeness.credits.LedgerSteps.cannotBeSettled;
import static dev.likeness.credits.LedgerSteps.entries;
import static dev.likeness.credits.LedgerSteps.release;
import static dev.likeness.credits.LedgerSteps.reserve;
import static dev.likeness.credits.LedgerSteps.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.AtOnce;
import dev.likeness.error.InsufficientCredits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is set aside for somebody who is gone comes back in time. */
interface ExpiryContract extends TestedLedger {

    @Test
    default void credits_of_whoever_is_gone_come_back_when_their_time_is_up() {
        Ledger ledger = ledger("10");
        Reservation lost = reserve(ledger, "10");
        passes(HOLD.minusSeconds(10));
        assertThat(balance(ledger)).isEqualByComparingTo("0");

        passes(Duration.ofSeconds(20));

        assertThat(balance(ledger)).isEqualByComparingTo("10");
        lost.release().await().indefinitely();
        assertThat(balance(ledger)).isEqualByComparingTo("10");
        assertThat(counted("released")).isEqualTo(10);
    }

    @Test
    default void a_settlement_of_an_expired_reservation_takes_the_credits_again() {
        Ledger ledger = ledger("10");
        Reservation late = reserve(ledger, "4");
        passes(HOLD.plusSeconds(10));
        assertThat(balance(ledger)).isEqualByComparingTo("10");

        settle(late);
        settle(late);
        release(late);

        addsUp(ledger, "6");
        assertThat(kinds(ledger)).containsExactly("OPENED", "RESERVED", "EXPIRED", "RESERVED", "SETTLED");
        assertThat(counted("settled")).isEqualTo(4);
        assertThat(counted("reserved")).isEqualTo(8);
        assertThat(counted("released")).isEqualTo(4);
    }

    /** Nothing has looked at the account since. */
    @Test
    default void a_settlement_that_comes_too_late_takes_the_credits_again_though_nobody_has_missed_them() {
        Ledger ledger = ledger("4");
        Reservation late = reserve(ledger, "4");
        passes(HOLD.plusSeconds(10));

        settle(late);

        addsUp(ledger, "0");
    }

    @Test
    default void a_settlement_of_an_expired_reservation_fails_when_the_credits_are_spent_meanwhile() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        Reservation late = reserve(ledger, request, "4");
        passes(HOLD.plusSeconds(10));
        settle(reserve(ledger, "7"));

        assertThatThrownBy(() -> settle(late))
                .isInstanceOf(InsufficientCredits.class)
                .hasMessage("Insufficient credits: balance 3, this request needs 4");
        release(late);

        addsUp(ledger, "3");
        assertThat(counted("settled")).isEqualTo(7);
        assertThat(reserve(ledger, request, "3").remaining()).isEqualByComparingTo("0");
    }

    @Test
    default void an_expired_reservation_whose_request_was_reserved_anew_is_paid_once() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        Reservation late = reserve(ledger, request, "4");
        passes(HOLD.plusSeconds(10));
        Reservation anew = reserve(ledger, request, "4");

        settle(late);
        settle(anew);
        release(anew);

        addsUp(ledger, "6");
        assertThat(counted("settled")).isEqualTo(4);
    }

    @Test
    default void an_expired_reservation_whose_request_was_settled_anew_is_not_paid_again() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        Reservation late = reserve(ledger, request, "4");
        passes(HOLD.plusSeconds(10));
        settle(reserve(ledger, request, "4"));

        settle(late);

        addsUp(ledger, "6");
    }

    @Test
    default void an_expired_reservation_whose_request_was_forgone_is_not_paid() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        Reservation late = reserve(ledger, request, "4");
        passes(HOLD.plusSeconds(10));
        ledger.forgo(ADA, request).await().indefinitely();

        cannotBeSettled(late);

        addsUp(ledger, "10");
    }

    @Test
    default void expired_reservations_are_settled_at_once_by_many_and_nothing_is_overdrawn() throws Exception {
        Ledger ledger = ledger("10");
        List<Reservation> late = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            late.add(reserve(ledger, "1"));
        }
        passes(HOLD.plusSeconds(10));
        settle(reserve(ledger, "7.5"));
        AtomicInteger paid = new AtomicInteger();

        AtOnce.run(late.stream()
                .<Runnable>map(reservation -> () -> {
                    try {
                        settle(reservation);
                        paid.incrementAndGet();
                    } catch (InsufficientCredits poor) {
                        // Counted by its absence.
                    }
                })
                .toList());

        assertThat(paid).hasValue(2);
        addsUp(ledger, "0.5");
    }

    private static List<String> kinds(Ledger ledger) {
        return entries(ledger).stream().map(entry -> entry.kind().name()).toList();
    }

    @Test
    default void a_request_that_is_settled_is_known_for_as_long_as_it_can_be_asked_for() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        Duration retention = Duration.ofDays(7);
        Reservation kept = reserve(ledger, request, "4");
        kept.prolong(retention).await().indefinitely();
        settle(kept);
        passes(retention);

        Reservation again = reserve(ledger, request, "4");
        settle(again);

        addsUp(ledger, "6");
    }

    @Test
    default void expired_credits_can_be_reserved_by_the_next_request() {
        Ledger ledger = ledger("1");
        reserve(ledger, "1");
        passes(HOLD.plusSeconds(10));

        assertThat(reserve(ledger, "1").remaining()).isEqualByComparingTo("0");
    }

    @Test
    default void a_request_whose_reservation_has_expired_is_reserved_for_anew() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        Reservation lost = reserve(ledger, request, "2");
        passes(HOLD.plusSeconds(10));

        reserve(ledger, request, "2").settle().await().indefinitely();
        lost.release().await().indefinitely();

        assertThat(balance(ledger)).isEqualByComparingTo("8");
    }

    @Test
    default void reserving_again_prolongs() {
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
    default void a_reservation_can_be_prolonged_and_is_never_shortened() {
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
    default void prolonging_what_has_ended_changes_nothing() {
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
    default void a_sweep_gives_back_what_has_expired() {
        Ledger ledger = ledger("10");
        reserve(ledger, "4");
        passes(HOLD.plusSeconds(1));

        ledger.sweep().await().indefinitely();

        assertThat(counted("released")).isEqualTo(4);
        assertThat(balance(ledger)).isEqualByComparingTo("10");
    }
}
