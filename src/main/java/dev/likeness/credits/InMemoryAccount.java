package dev.likeness.credits;

import dev.likeness.credits.AccountBook.Grant.Outcome;
import dev.likeness.error.InsufficientCredits;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** The credits of one caller. Every call first takes back what has expired; it looks at nothing else that is kept. */
final class InMemoryAccount {

    /** How long a request is known as forgone: longer than a worker can take that has not heard of it. */
    private static final Duration FORGONE_MEMORY = Duration.ofDays(1);

    /** A settled request is remembered for so many times as long as its credits were set aside for. */
    static final int HOLDS_REMEMBERED = 2;

    private final CreditMetrics metrics;
    private final Clock clock;

    /** What is open, settled or forgone. */
    private final Map<UUID, Hold> known = new HashMap<>();

    private final NavigableSet<Hold> byTime =
            new TreeSet<>(Comparator.comparing((Hold hold) -> hold.until).thenComparing(hold -> hold.requestId));

    private final Map<String, BigDecimal> grants = new HashMap<>();
    private final InMemoryEntries entries;

    InMemoryAccount(CreditsConfig config, CreditMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
        this.entries = new InMemoryEntries(config, clock);
    }

    synchronized BigDecimal balance() {
        expire();
        return entries.sum();
    }

    /** How many requests and entries are kept. */
    synchronized int size() {
        return known.size() + entries.size();
    }

    /** Whether nothing is kept whose time could run out; if so, the action is taken while that stays so. */
    synchronized void ifIdle(Runnable action) {
        expire();
        if (known.isEmpty()) {
            action.run();
        }
    }

    synchronized List<LedgerEntry> entries(Optional<String> after, int limit) {
        expire();
        return entries.list(after, limit);
    }

    synchronized AccountBook.Grant grant(String id, BigDecimal amount, LedgerEntry.Kind kind) {
        expire();
        BigDecimal before = grants.get(id);
        if (before != null) {
            return new AccountBook.Grant(
                    before.compareTo(amount) == 0 ? Outcome.REPEATED : Outcome.CONFLICTING, entries.sum());
        }
        if (entries.sum().add(amount).compareTo(AccountBook.MOST_CREDITS) > 0) {
            return new AccountBook.Grant(Outcome.TOO_MUCH, entries.sum());
        }
        grants.put(id, amount);
        entries.add(kind, id, amount, amount);
        return new AccountBook.Grant(Outcome.GRANTED, entries.sum());
    }

    synchronized Reservation reserve(UUID requestId, BigDecimal amount, Duration holdFor) {
        expire();
        Hold hold = known.get(requestId);
        if (hold == null) {
            hold = new Hold(requestId, amount);
            setAside(hold);
        }
        if (hold.state == State.FORGONE) {
            throw new Forgone();
        }
        if (hold.state == State.OPEN) {
            keep(hold, holdFor);
        }
        return new InMemoryReservation(hold, entries.sum());
    }

    private void setAside(Hold hold) {
        if (entries.sum().compareTo(hold.amount) < 0) {
            throw new InsufficientCredits(entries.sum(), hold.amount);
        }
        entries.add(LedgerEntry.Kind.RESERVED, hold.requestId.toString(), hold.amount.negate(), hold.amount);
        metrics.reserved(hold.amount);
        hold.state = State.OPEN;
    }

    private void keep(Hold hold, Duration holdFor) {
        hold.holdFor = hold.holdFor.compareTo(holdFor) > 0 ? hold.holdFor : holdFor;
        Instant until = clock.instant().plus(holdFor);
        if (hold.until == null || until.isAfter(hold.until)) {
            know(hold, until);
        }
    }

    private void know(Hold hold, Instant until) {
        forget(hold);
        hold.until = until;
        known.put(hold.requestId, hold);
        byTime.add(hold);
    }

    private void forget(Hold hold) {
        if (known.remove(hold.requestId, hold)) {
            byTime.remove(hold);
        }
    }

    private void expire() {
        Instant now = clock.instant();
        while (!byTime.isEmpty() && !byTime.first().until.isAfter(now)) {
            Hold hold = byTime.first();
            forget(hold);
            if (hold.state == State.OPEN) {
                giveBack(hold, LedgerEntry.Kind.EXPIRED);
            }
        }
    }

    synchronized void forgo(UUID requestId) {
        expire();
        Hold hold = known.get(requestId);
        if (hold != null && hold.state != State.OPEN) {
            return;
        }
        if (hold != null) {
            forget(hold);
            giveBack(hold, LedgerEntry.Kind.RELEASED);
        }
        Hold forgone = new Hold(requestId, BigDecimal.ZERO);
        forgone.state = State.FORGONE;
        know(forgone, clock.instant().plus(FORGONE_MEMORY));
    }

    private void giveBack(Hold hold, LedgerEntry.Kind kind) {
        hold.state = State.GONE;
        entries.add(kind, hold.requestId.toString(), hold.amount, hold.amount);
        metrics.released(hold.amount);
    }

    private synchronized void prolong(Hold hold, Duration holdFor) {
        expire();
        if (hold.state == State.OPEN) {
            keep(hold, holdFor);
        }
    }

    /**
     * A request is paid once, whoever has reserved for it. A reservation that has come to its end in the meantime is made again
     * if the balance allows it: the pictures are there and are about to be delivered.
     */
    private synchronized void settle(InMemoryReservation reservation) {
        expire();
        Hold asked = reservation.hold;
        Hold hold = asked.state == State.GONE ? known.getOrDefault(asked.requestId, asked) : asked;
        if (hold.state == State.SETTLED) {
            return;
        }
        if (reservation.released || hold.state == State.FORGONE) {
            throw new Forgone();
        }
        if (hold.state == State.GONE) {
            setAside(hold);
        }
        hold.state = State.SETTLED;
        entries.add(LedgerEntry.Kind.SETTLED, hold.requestId.toString(), BigDecimal.ZERO, hold.amount);
        metrics.settled(hold.amount);
        know(hold, clock.instant().plus(hold.holdFor.multipliedBy(HOLDS_REMEMBERED)));
    }

    private synchronized void release(InMemoryReservation reservation) {
        expire();
        reservation.released = true;
        Hold hold = reservation.hold;
        if (hold.state == State.OPEN) {
            forget(hold);
            giveBack(hold, LedgerEntry.Kind.RELEASED);
        }
    }

    private enum State {
        OPEN,
        SETTLED,
        /** The credits went back: it was released, or has expired. */
        GONE,
        /** Nothing is set aside for the request, and nothing will be. */
        FORGONE
    }

    /** Known by its identity: one that was released is another than the one made anew for the same request. */
    private static final class Hold {

        private final UUID requestId;
        private final BigDecimal amount;
        private State state;
        private Duration holdFor = Duration.ZERO;
        /** Changed only while the hold is in none of the account's collections. */
        private Instant until;

        private Hold(UUID requestId, BigDecimal amount) {
            this.requestId = requestId;
            this.amount = amount;
        }
    }

    private final class InMemoryReservation implements Reservation {

        private final Hold hold;
        private final BigDecimal remaining;
        /** Guarded by the account. */
        private boolean released;

        private InMemoryReservation(Hold hold, BigDecimal remaining) {
            this.hold = hold;
            this.remaining = remaining;
        }

        @Override
        public BigDecimal amount() {
            return hold.amount;
        }

        @Override
        public BigDecimal remaining() {
            return remaining;
        }

        @Override
        public Uni<Void> prolong(Duration holdFor) {
            return Uni.createFrom().voidItem().invoke(() -> InMemoryAccount.this.prolong(hold, holdFor));
        }

        @Override
        public Uni<Void> settle() {
            return Uni.createFrom().voidItem().invoke(() -> InMemoryAccount.this.settle(this));
        }

        @Override
        public Uni<Void> release() {
            return Uni.createFrom().voidItem().invoke(() -> InMemoryAccount.this.release(this));
        }
    }
}
