package dev.likeness.credits;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The latest entries of one account, and the sum of all; those that are older are carried forward in one. */
final class InMemoryEntries {

    private final int mostEntries;
    private final Duration retention;
    private final Clock clock;
    private final Deque<LedgerEntry> entries = new ArrayDeque<>();
    private Optional<LedgerEntry> carried = Optional.empty();
    private BigDecimal sum = BigDecimal.ZERO;
    private long lastId;

    InMemoryEntries(CreditsConfig config, Clock clock) {
        this.mostEntries = config.ledgerEntries();
        this.retention = config.ledgerRetention();
        this.clock = clock;
    }

    BigDecimal sum() {
        return sum;
    }

    int size() {
        return entries.size();
    }

    void add(LedgerEntry.Kind kind, String reference, BigDecimal change, BigDecimal amount) {
        Instant now = clock.instant();
        sum = sum.add(change);
        lastId++;
        entries.add(new LedgerEntry(Long.toString(lastId), now, kind, reference, change, amount, sum));
        Instant oldest = now.minus(retention);
        while (entries.size() > mostEntries || !entries.element().at().isAfter(oldest)) {
            LedgerEntry last = entries.remove();
            carried = Optional.of(LedgerEntry.carriedForward(last.id(), last.at(), last.balance()));
        }
    }

    List<LedgerEntry> list(Optional<String> after, int limit) {
        LedgerEntry.requireId(after, "[0-9]{1,18}");
        long seen = after.map(Long::parseLong).orElse(0L);
        return Stream.concat(carried.stream(), entries.stream())
                .filter(entry -> Long.parseLong(entry.id()) > seen)
                .limit(limit)
                .toList();
    }
}
