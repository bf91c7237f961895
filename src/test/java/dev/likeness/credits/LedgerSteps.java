package dev.likeness.credits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.auth.Caller;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What tests of ledgers have done in a word. */
final class LedgerSteps {

    static final Caller ADA = new Caller("ada");
    static final Duration HOLD = Duration.ofMinutes(5);

    private LedgerSteps() {}

    static Reservation reserve(CreditLedger ledger, String amount) {
        return reserve(ledger, UUID.randomUUID(), amount);
    }

    static Reservation reserve(CreditLedger ledger, UUID request, String amount) {
        return ledger.reserve(ADA, request, new BigDecimal(amount), HOLD)
                .await()
                .indefinitely();
    }

    static void settle(Reservation reservation) {
        reservation.settle().await().indefinitely();
    }

    static void release(Reservation reservation) {
        reservation.release().await().indefinitely();
    }

    /** It was released, or its request was forgone. */
    static void cannotBeSettled(Reservation reservation) {
        assertThatThrownBy(() -> settle(reservation)).isInstanceOf(Forgone.class);
    }

    static BigDecimal balance(CreditLedger ledger) {
        return ledger.balance(ADA).await().indefinitely();
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
