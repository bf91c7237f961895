package dev.likeness.credits;

import dev.likeness.credits.AccountBook.Grant.Outcome;
import dev.likeness.error.InsufficientCredits;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The credits of one caller. Every call first takes back what has expired. */
final class InMemoryAccount {

    /** How long a settled or forgone request is known as such: longer than anybody asks for it again. */
    private static final Duration MEMORY = Duration.ofDays(2);

    private final CreditMetrics metrics;
    private final Clock clock;
    private final Map<UUID, Hold> open = new HashMap<>();
    /** The longest settled first. */
    private final Map<UUID, Hold> settled = new LinkedHashMap<>();

    /** Until when they are known as such; the longest forgone first. */
    private final Map<UUID, Instant> forgone = new LinkedHashMap<>();

    private final Map<String, BigDecimal> grants = new HashMap<>();
    private final InMemoryEntries entries;

    InMemoryAccount(CreditMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
        this.entries = new InMemoryEntries(clock);
    }

    synchronized BigDecimal balance() {
        expire();
        return entries.sum();
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
        if (forgone.containsKey(requestId)) {
            throw new Forgone();
        }
        Hold hold = open.get(requestId);
        if (hold != null) {
            hold.keepUntil(clock.instant().plus(holdFor));
        } else {
            hold = settled.get(requestId);
        }
        if (hold == null) {
            hold = setAside(requestId, amount, holdFor);
        }
        return new InMemoryReservation(hold, entries.sum());
    }

    private Hold setAside(UUID requestId, BigDecimal amount, Duration holdFor) {
        if (entries.sum().compareTo(amount) < 0) {
            throw new InsufficientCredits(entries.sum(), amount);
        }
        entries.add(LedgerEntry.Kind.RESERVED, requestId.toString(), amount.negate(), amount);
        metrics.reserved(amount);
        Hold hold = new Hold(requestId, amount, clock.instant().plus(holdFor));
        open.put(requestId, hold);
        return hold;
    }

    private void expire() {
        Instant now = clock.instant();
        for (Iterator<Hold> holds = open.values().iterator(); holds.hasNext(); ) {
            Hold hold = holds.next();
            if (!hold.until.isAfter(now)) {
                holds.remove();
                giveBack(hold, LedgerEntry.Kind.EXPIRED);
            }
        }
        for (Iterator<Hold> holds = settled.values().iterator(); holds.hasNext(); ) {
            if (holds.next().until.isAfter(now)) {
                break;
            }
            holds.remove();
        }
        forgone.values().removeIf(until -> !until.isAfter(now));
    }

    synchronized void forgo(UUID requestId) {
        expire();
        Hold hold = open.remove(requestId);
        if (hold != null) {
            giveBack(hold, LedgerEntry.Kind.RELEASED);
        }
        if (!settled.containsKey(requestId)) {
            forgone.putIfAbsent(requestId, clock.instant().plus(MEMORY));
        }
    }

    private void giveBack(Hold hold, LedgerEntry.Kind kind) {
        entries.add(kind, hold.requestId.toString(), hold.amount, hold.amount);
        metrics.released(hold.amount);
    }

    private synchronized void prolong(Hold hold, Duration holdFor) {
        expire();
        if (open.get(hold.requestId) == hold) {
            hold.keepUntil(clock.instant().plus(holdFor));
        }
    }

    private synchronized void settle(Hold hold) {
        expire();
        if (open.remove(hold.requestId, hold)) {
            entries.add(LedgerEntry.Kind.SETTLED, hold.requestId.toString(), BigDecimal.ZERO, hold.amount);
            metrics.settled(hold.amount);
            hold.until = clock.instant().plus(MEMORY);
            settled.put(hold.requestId, hold);
        }
    }

    private synchronized void release(Hold hold) {
        expire();
        if (open.remove(hold.requestId, hold)) {
            giveBack(hold, LedgerEntry.Kind.RELEASED);
        }
    }

    /** Known by its identity: one that was released is another than the one made anew for the same request. */
    private static final class Hold {

        private final UUID requestId;
        private final BigDecimal amount;
        private Instant until;

        private Hold(UUID requestId, BigDecimal amount, Instant until) {
            this.requestId = requestId;
            this.amount = amount;
            this.until = until;
        }

        private void keepUntil(Instant later) {
            if (later.isAfter(until)) {
                until = later;
            }
        }
    }

    private final class InMemoryReservation implements Reservation {

        private final Hold hold;
        private final BigDecimal remaining;

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
            return Uni.createFrom().voidItem().invoke(() -> InMemoryAccount.this.settle(hold));
        }

        @Override
        public Uni<Void> release() {
            return Uni.createFrom().voidItem().invoke(() -> InMemoryAccount.this.release(hold));
        }
    }
}
