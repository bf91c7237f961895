package dev.likeness.credits;

import static dev.likeness.credits.LedgerSteps.HOLD;
import static dev.likeness.credits.LedgerSteps.addsUp;
import static dev.likeness.credits.LedgerSteps.balance;
import static dev.likeness.credits.LedgerSteps.cannotBeSettled;
import static dev.likeness.credits.LedgerSteps.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.AtOnce;
import dev.likeness.auth.Caller;
import dev.likeness.error.InsufficientCredits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credits that are set aside, settled or released, and never twice. */
interface ReservationContract extends TestedLedger {

    @Test
    default void a_reservation_takes_from_the_balance_at_once() {
        Ledger ledger = ledger("10");

        Reservation reservation = reserve(ledger, "2.5");

        assertThat(balance(ledger)).isEqualByComparingTo("7.5");
        assertThat(reservation.amount()).isEqualByComparingTo("2.5");
        assertThat(reservation.remaining()).isEqualByComparingTo("7.5");
    }

    @Test
    default void what_is_settled_stays_spent() {
        Ledger ledger = ledger("10");

        reserve(ledger, "2").settle().await().indefinitely();

        assertThat(balance(ledger)).isEqualByComparingTo("8");
    }

    @Test
    default void what_is_released_comes_back() {
        Ledger ledger = ledger("10");

        reserve(ledger, "2").release().await().indefinitely();

        assertThat(balance(ledger)).isEqualByComparingTo("10");
    }

    @Test
    default void only_the_first_end_of_a_reservation_counts() {
        Ledger ledger = ledger("10");
        Reservation settled = reserve(ledger, "2");
        settled.settle().await().indefinitely();
        settled.release().await().indefinitely();
        Reservation released = reserve(ledger, "3");
        released.release().await().indefinitely();
        released.release().await().indefinitely();
        cannotBeSettled(released);

        assertThat(balance(ledger)).isEqualByComparingTo("8");
        assertThat(counted("settled")).isEqualTo(2);
        assertThat(counted("released")).isEqualTo(3);
        assertThat(counted("reserved")).isEqualTo(5);
    }

    @Test
    default void an_end_that_nobody_subscribes_to_has_not_happened() {
        Ledger ledger = ledger("10");
        Reservation reservation = reserve(ledger, "2");
        reservation.settle();

        reservation.release().await().indefinitely();

        assertThat(balance(ledger)).isEqualByComparingTo("10");
    }

    @Test
    default void the_last_credit_can_be_spent_to_the_last_decimal() {
        Ledger ledger = ledger("0.3");
        reserve(ledger, "0.1");
        reserve(ledger, "0.1");
        reserve(ledger, "0.1");

        assertThat(balance(ledger)).isEqualByComparingTo("0");
        assertThatThrownBy(() -> reserve(ledger, "0.1")).isInstanceOf(InsufficientCredits.class);
    }

    @Test
    default void too_few_credits_are_told_with_both_amounts_and_take_nothing() {
        Ledger ledger = ledger("0.50");

        assertThatThrownBy(() -> reserve(ledger, "2.0"))
                .isInstanceOf(InsufficientCredits.class)
                .hasMessage("Insufficient credits: balance 0.5, this request needs 2");
        assertThat(balance(ledger)).isEqualByComparingTo("0.5");
        assertThat(counted("reserved")).isZero();
    }

    @Test
    default void nothing_can_be_reserved_without_a_balance_even_by_an_unknown_account() {
        Ledger ledger = ledger("0");

        assertThatThrownBy(() -> reserve(ledger, "1"))
                .hasMessage("Insufficient credits: balance 0, this request needs 1");
        assertThatThrownBy(() -> ledger.reserve(new Caller("stranger"), UUID.randomUUID(), BigDecimal.ONE, HOLD)
                        .await()
                        .indefinitely())
                .isInstanceOf(InsufficientCredits.class);
    }

    @Test
    default void free_pictures_need_no_balance() {
        assertThat(reserve(ledger("0"), "0").remaining()).isEqualByComparingTo("0");
    }

    @Test
    default void of_many_requests_racing_for_ten_credits_ten_win() throws Exception {
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
    default void no_credit_is_lost_or_made_whatever_the_order_of_ends(long seed) throws Exception {
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
                ends.add(() -> {
                    try {
                        (settle ? reservation.settle() : reservation.release())
                                .await()
                                .indefinitely();
                    } catch (Forgone released) {
                        // A release came first.
                    }
                });
            }
        }
        Collections.shuffle(ends, random);

        AtOnce.run(ends);

        assertThat(counted("settled") + counted("released")).isEqualTo(100);
        assertThat(balance(ledger).doubleValue()).isEqualTo(counted("released"));
    }
}
