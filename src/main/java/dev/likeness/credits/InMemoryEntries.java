package dev.likeness.credits;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The latest entries of one account, and the sum of all. Memory is no place for a history without end: what is older is
 * carried forward in one entry.
 */
final class InMemoryEntries {

    private static final int KEPT = 10_000;

    private final Clock clock;
    private final Deque<LedgerEntry> entries = new ArrayDeque<>();
    private BigDecimal sum = BigDecimal.ZERO;
    private long lastId;

    InMemoryEntries(Clock clock) {
        this.clock = clock;
    }

    BigDecimal sum() {
        return sum;
    }

    void add(LedgerEntry.Kind kind, String reference, BigDecimal change, BigDecimal amount) {
        sum = sum.add(change);
        lastId++;
        entries.add(new LedgerEntry(Long.toString(lastId), clock.instant(), kind, reference, change, amount, sum));
        if (entries.size() > KEPT) {
            carryForward();
        }
    }

    /** The two oldest become one, which has the later one's place. */
    private void carryForward() {
        entries.remove();
        LedgerEntry last = entries.remove();
        entries.addFirst(new LedgerEntry(
                last.id(),
                last.at(),
                LedgerEntry.Kind.CARRIED_FORWARD,
                "",
                last.balance(),
                last.balance(),
                last.balance()));
    }

    List<LedgerEntry> list(Optional<String> after, int limit) {
        LedgerEntry.requireId(after, "[0-9]{1,18}");
        long seen = after.map(Long::parseLong).orElse(0L);
        return entries.stream()
                .filter(entry -> Long.parseLong(entry.id()) > seen)
                .limit(limit)
                .toList();
    }
}
