package dev.likeness.credits;

import static dev.likeness.credits.LedgerSteps.HOLD;
import static dev.likeness.credits.LedgerSteps.balance;
import static dev.likeness.credits.LedgerSteps.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
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
        lost.settle().await().indefinitely();
        lost.release().await().indefinitely();
        assertThat(balance(ledger)).isEqualByComparingTo("10");
        assertThat(counted("released")).isEqualTo(10);
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

        ledger.sweep(Duration.ofMillis(1)).await().indefinitely();

        assertThat(counted("released")).isEqualTo(4);
        assertThat(balance(ledger)).isEqualByComparingTo("10");
    }
}
