package dev.likeness.credits;

import static dev.likeness.credits.LedgerSteps.ADA;
import static dev.likeness.credits.LedgerSteps.HOLD;
import static dev.likeness.credits.LedgerSteps.addsUp;
import static dev.likeness.credits.LedgerSteps.balance;
import static dev.likeness.credits.LedgerSteps.entries;
import static dev.likeness.credits.LedgerSteps.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.AtOnce;
import dev.likeness.auth.Caller;
import dev.likeness.error.InvalidRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every change is written down, and credits that are given count once. */
interface EntriesContract extends TestedLedger {

    record Outcome(AccountBook.Grant.Outcome outcome, String balance) {}

    private static Outcome grant(Ledger ledger, String id, String amount) {
        AccountBook.Grant grant = ledger.grant(ADA, id, new BigDecimal(amount), LedgerEntry.Kind.TOPPED_UP)
                .await()
                .indefinitely();
        return new Outcome(grant.outcome(), grant.balance().stripTrailingZeros().toPlainString());
    }

    @Test
    default void every_change_is_an_entry_and_the_balance_is_their_sum() {
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
    default void entries_are_told_page_by_page() {
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
    default void entries_that_are_too_many_are_carried_forward_in_one() {
        Ledger ledger = ledger("10", TestCredits.config("ledger-entries", "20"));
        for (int i = 0; i < 60; i++) {
            reserve(ledger, "0.1").settle().await().indefinitely();
        }
        List<LedgerEntry> entries = entries(ledger);

        assertThat(entries).hasSize(21);
        LedgerEntry carried = entries.get(0);
        assertThat(carried.kind()).isEqualTo(LedgerEntry.Kind.CARRIED_FORWARD);
        assertThat(carried.change()).isEqualByComparingTo("5");
        assertThat(carried.reference()).isEmpty();
        assertThat(entries.subList(1, 21))
                .noneMatch(entry -> entry.kind() == LedgerEntry.Kind.CARRIED_FORWARD)
                .allSatisfy(entry -> assertThat(entry.at()).isAfterOrEqualTo(carried.at()));
        addsUp(ledger, "4");
    }

    @Test
    default void entries_that_are_too_old_are_carried_forward_when_the_next_one_comes() {
        Ledger ledger = ledger("10", TestCredits.config("ledger-retention", "30d"));
        for (int i = 0; i < 5; i++) {
            reserve(ledger, "1").settle().await().indefinitely();
        }
        passes(Duration.ofDays(20));
        reserve(ledger, "2").settle().await().indefinitely();
        passes(Duration.ofDays(11));

        assertThat(entries(ledger)).hasSize(13);
        reserve(ledger, "1");

        assertThat(entries(ledger))
                .extracting(entry ->
                        entry.kind() + " " + entry.change().stripTrailingZeros().toPlainString())
                .containsExactly("CARRIED_FORWARD 5", "RESERVED -2", "SETTLED 0", "RESERVED -1");
        addsUp(ledger, "2");
    }

    @Test
    default void a_page_that_comes_after_an_entry_that_is_gone_begins_with_the_sum_of_what_is_gone() {
        Ledger ledger = ledger("10", TestCredits.config("ledger-entries", "6"));
        reserve(ledger, "1");
        reserve(ledger, "1");
        List<LedgerEntry> page =
                ledger.entries(ADA, Optional.empty(), 2).await().indefinitely();
        for (int i = 0; i < 4; i++) {
            reserve(ledger, "0.5");
        }
        Optional<String> last = Optional.of(page.get(1).id());
        assertThat(ledger.entries(ADA, last, 2).await().indefinitely())
                .as("nothing is gone that comes after that page")
                .extracting(LedgerEntry::kind)
                .containsExactly(LedgerEntry.Kind.RESERVED, LedgerEntry.Kind.RESERVED);
        for (int i = 0; i < 4; i++) {
            reserve(ledger, "0.5");
        }

        List<LedgerEntry> next = ledger.entries(ADA, last, 3).await().indefinitely();
        List<LedgerEntry> after =
                ledger.entries(ADA, Optional.of(next.get(2).id()), 100).await().indefinitely();
        List<LedgerEntry> afterCarried =
                ledger.entries(ADA, Optional.of(next.get(0).id()), 100).await().indefinitely();

        assertThat(next).hasSize(3);
        assertThat(next.get(0).kind()).isEqualTo(LedgerEntry.Kind.CARRIED_FORWARD);
        assertThat(next.get(0).change()).isEqualByComparingTo("7");
        BigDecimal sum = Stream.concat(next.stream(), after.stream())
                .map(LedgerEntry::change)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum).isEqualByComparingTo("4");
        assertThat(after).hasSize(4);
        assertThat(afterCarried).hasSize(6);
        addsUp(ledger, "4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "-1", "-", "+", "(1", "5-", "99999999999999999999-0", "1-0 COUNT"})
    default void what_no_entry_can_be_called_is_refused(String id) {
        Ledger ledger = ledger("10");

        assertThatThrownBy(
                        () -> ledger.entries(ADA, Optional.of(id), 10).await().indefinitely())
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("after: is no id of an entry");
    }

    @Test
    default void nobody_sees_the_entries_of_another() {
        Ledger ledger = ledger("10");

        assertThat(ledger.entries(new Caller("bob"), Optional.empty(), 10)
                        .await()
                        .indefinitely())
                .isEmpty();
    }

    @Test
    default void a_grant_counts_once() {
        Ledger ledger = ledger("10");

        assertThat(grant(ledger, "a", "5")).isEqualTo(new Outcome(AccountBook.Grant.Outcome.GRANTED, "15"));
        assertThat(grant(ledger, "a", "5.0")).isEqualTo(new Outcome(AccountBook.Grant.Outcome.REPEATED, "15"));
        assertThat(grant(ledger, "b", "5")).isEqualTo(new Outcome(AccountBook.Grant.Outcome.GRANTED, "20"));
        addsUp(ledger, "20");
    }

    @Test
    default void a_grant_with_the_id_of_another_is_told_and_not_made() {
        Ledger ledger = ledger("10");
        grant(ledger, "a", "5");

        assertThat(grant(ledger, "a", "6")).isEqualTo(new Outcome(AccountBook.Grant.Outcome.CONFLICTING, "15"));
    }

    @Test
    default void nobody_gets_more_than_can_be_counted_exactly() {
        Ledger ledger = ledger("8999999999");

        assertThat(grant(ledger, "a", "1.000001"))
                .isEqualTo(new Outcome(AccountBook.Grant.Outcome.TOO_MUCH, "8999999999"));
        assertThat(grant(ledger, "b", "1")).isEqualTo(new Outcome(AccountBook.Grant.Outcome.GRANTED, "9000000000"));
        reserve(ledger, "0.000001");
        assertThat(balance(ledger)).isEqualByComparingTo("8999999999.999999");
        addsUp(ledger, "8999999999.999999");
    }

    @Test
    default void of_many_grants_under_one_id_at_once_one_is_made() throws Exception {
        Ledger ledger = ledger("0");

        AtOnce.run(Collections.nCopies(100, () -> grant(ledger, "a", "5")));

        addsUp(ledger, "5");
    }
}
