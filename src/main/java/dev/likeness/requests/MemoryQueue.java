package dev.likeness.requests;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Who waits, in which order, and who has been taken out and not yet let go. Guarded by the store that it belongs to. */
final class MemoryQueue {

    private final TreeMap<Long, MemoryEntry> waiting = new TreeMap<>();
    private final Set<MemoryEntry> taken = new LinkedHashSet<>();

    void addLast(MemoryEntry entry) {
        add(entry, waiting.isEmpty() ? 0 : waiting.lastKey() + 1);
    }

    void addFirst(MemoryEntry entry) {
        add(entry, waiting.isEmpty() ? 0 : waiting.firstKey() - 1);
    }

    private void add(MemoryEntry entry, long place) {
        taken.remove(entry);
        entry.place = place;
        waiting.put(place, entry);
    }

    int length() {
        return waiting.size();
    }

    /** From 1 on. */
    OptionalLong position(MemoryEntry entry) {
        return waiting.get(entry.place) == entry
                ? OptionalLong.of(waiting.headMap(entry.place, true).size())
                : OptionalLong.empty();
    }

    /** Those whose lease is over, and the next that wait. */
    List<MemoryEntry> take(int most, Instant now) {
        List<MemoryEntry> next = new ArrayList<>(
                taken.stream().filter(e -> e.lease.isBefore(now)).limit(most).toList());
        while (next.size() < most && !waiting.isEmpty()) {
            MemoryEntry entry = waiting.pollFirstEntry().getValue();
            taken.add(entry);
            next.add(entry);
        }
        return next;
    }

    /** Out of turn. */
    void take(MemoryEntry entry) {
        waiting.remove(entry.place, entry);
        taken.add(entry);
    }

    void letGo(MemoryEntry entry) {
        taken.remove(entry);
    }

    List<MemoryEntry> waiting() {
        return List.copyOf(waiting.values());
    }

    QueueState state(Instant now) {
        Duration oldest = waiting.isEmpty()
                ? Duration.ZERO
                : Duration.between(waiting.firstEntry().getValue().submitted, now);
        return new QueueState(waiting.size(), taken.size(), oldest);
    }
}
