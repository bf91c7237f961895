package dev.likeness.flow;

import dev.likeness.auth.Caller;
import dev.likeness.credits.AccountBook;
import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.LedgerEntry;
import dev.likeness.credits.Reservation;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** An account of its own with ten credits, whoever the caller is, that knows whether a change of it is still under way. */
final class RaceLedger implements CreditLedger {

    private final CreditLedger ledger;
    private final Caller account = new Caller("race-" + UUID.randomUUID());
    private final AtomicInteger underWay = new AtomicInteger();

    RaceLedger(CreditLedger ledger) {
        this.ledger = ledger;
        ((AccountBook) ledger)
                .grant(account, "opening", BigDecimal.TEN, LedgerEntry.Kind.OPENED)
                .await()
                .indefinitely();
    }

    boolean isIdle() {
        return underWay.get() == 0;
    }

    /** Until it ends, be it cancelled or not. */
    private <T> Uni<T> counted(Uni<T> change) {
        return Uni.createFrom().deferred(() -> {
            underWay.incrementAndGet();
            return change.onTermination().invoke(underWay::decrementAndGet);
        });
    }

    @Override
    public Uni<BigDecimal> balance(Caller caller) {
        return ledger.balance(account);
    }

    @Override
    public Uni<Reservation> reserve(Caller caller, UUID requestId, BigDecimal amount, Duration holdFor) {
        return counted(ledger.reserve(account, requestId, amount, holdFor)).map(Counted::new);
    }

    @Override
    public Uni<Void> forgo(Caller caller, UUID requestId) {
        return counted(ledger.forgo(account, requestId));
    }

    private final class Counted implements Reservation {

        private final Reservation reservation;

        private Counted(Reservation reservation) {
            this.reservation = reservation;
        }

        @Override
        public BigDecimal amount() {
            return reservation.amount();
        }

        @Override
        public BigDecimal remaining() {
            return reservation.remaining();
        }

        @Override
        public Uni<Void> prolong(Duration holdFor) {
            return reservation.prolong(holdFor);
        }

        @Override
        public Uni<Void> settle() {
            return counted(reservation.settle());
        }

        @Override
        public Uni<Void> release() {
            return counted(reservation.release());
        }
    }
}
