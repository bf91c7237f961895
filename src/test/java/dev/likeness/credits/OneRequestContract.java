package dev.likeness.credits;

import static dev.likeness.credits.LedgerSteps.ADA;
import static dev.likeness.credits.LedgerSteps.addsUp;
import static dev.likeness.credits.LedgerSteps.balance;
import static dev.likeness.credits.LedgerSteps.cannotBeSettled;
import static dev.likeness.credits.LedgerSteps.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.AtOnce;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whoever reserves for one request, and however often, it is paid once. */
interface OneRequestContract extends TestedLedger {

    @Test
    default void the_same_request_is_reserved_for_once() {
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
    default void either_of_the_two_that_reserved_for_one_request_may_end_it_and_only_once() {
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
    default void a_request_that_is_settled_costs_nothing_again() {
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
    default void a_request_that_was_released_is_reserved_for_anew() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        Reservation first = reserve(ledger, request, "2");
        first.release().await().indefinitely();

        Reservation second = reserve(ledger, request, "3");
        first.release().await().indefinitely();
        cannotBeSettled(first);

        assertThat(balance(ledger))
                .as("the first one's verbs are not the second's")
                .isEqualByComparingTo("7");
        second.settle().await().indefinitely();
        assertThat(balance(ledger)).isEqualByComparingTo("7");
        assertThat(counted("settled")).isEqualTo(3);
    }

    @Test
    default void what_is_set_aside_for_a_request_that_is_forgone_comes_back_whoever_holds_it() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        Reservation held = reserve(ledger, request, "2");

        ledger.forgo(ADA, request).await().indefinitely();
        cannotBeSettled(held);
        held.release().await().indefinitely();

        addsUp(ledger, "10");
        assertThatThrownBy(() -> reserve(ledger, request, "2"))
                .as("the release has not made Redis forget it")
                .isInstanceOf(Forgone.class);
        assertThat(counted("released")).isEqualTo(2);
        assertThat(counted("settled")).isZero();
    }

    @Test
    default void nothing_is_set_aside_any_more_for_a_request_that_is_forgone() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        ledger.forgo(ADA, request).await().indefinitely();
        ledger.forgo(ADA, request).await().indefinitely();

        assertThatThrownBy(() -> reserve(ledger, request, "2")).isInstanceOf(Forgone.class);
        assertThat(reserve(ledger, "3").remaining()).isEqualByComparingTo("7");
        addsUp(ledger, "7");
    }

    @Test
    default void a_request_that_is_settled_cannot_be_forgone() {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();
        reserve(ledger, request, "2").settle().await().indefinitely();

        ledger.forgo(ADA, request).await().indefinitely();

        addsUp(ledger, "8");
        assertThat(reserve(ledger, request, "2").remaining()).isEqualByComparingTo("8");
    }

    @Test
    default void of_many_that_reserve_for_a_request_while_it_is_forgone_none_keeps_anything() throws Exception {
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
    default void of_many_that_reserve_for_one_request_at_once_only_one_is_charged() throws Exception {
        Ledger ledger = ledger("10");
        UUID request = UUID.randomUUID();

        AtOnce.run(Collections.nCopies(
                200, () -> reserve(ledger, request, "3").settle().await().indefinitely()));

        assertThat(balance(ledger)).isEqualByComparingTo("7");
        assertThat(counted("settled")).isEqualTo(3);
        assertThat(counted("reserved")).isEqualTo(3);
    }
}
