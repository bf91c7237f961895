package dev.likeness.requests;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All requests that are remembered, by id and by idempotency key. Guarded by the store that they belong to. */
final class MemoryEntries {

    private final Map<UUID, MemoryEntry> byId = new HashMap<>();
    private final MemoryNames names = new MemoryNames();
    /** The earliest first. */
    private final Deque<MemoryEntry> ended = new ArrayDeque<>();

    void add(MemoryEntry entry) {
        entry.tell(Telling.accepted(entry.request.id(), entry.request.cost()));
        byId.put(entry.request.id(), entry);
        names.put(entry);
    }

    Optional<MemoryEntry> get(UUID id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Fails with a conflict when the key was used for another body. */
    Optional<UUID> named(IdempotencyKey key) {
        return names.living(key);
    }

    KeyClaim claim(IdempotencyKey key, UUID id) {
        return names.claim(key, id);
    }

    void unclaim(IdempotencyKey key, UUID id) {
        names.unclaim(key, id);
    }

    void ended(MemoryEntry entry) {
        ended.add(entry);
    }

    /** Forgets those that ended before that time. */
    List<MemoryEntry> endedBefore(Instant oldest) {
        List<MemoryEntry> forgotten = new ArrayList<>();
        while (!ended.isEmpty() && ended.peek().ended.orElseThrow().isBefore(oldest)) {
            MemoryEntry entry = ended.poll();
            forgotten.add(entry);
            byId.remove(entry.request.id());
            names.forget(entry);
        }
        return forgotten;
    }
}
