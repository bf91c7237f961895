package dev.likeness.requests;

import dev.likeness.error.IdempotencyConflict;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which request an idempotency key names. Guarded by the store that it belongs to. */
final class MemoryNames {

    private final Map<String, MemoryEntry> entries = new HashMap<>();

    /** Not one that has failed: trying again is what the key is for. */
    Optional<UUID> living(IdempotencyKey key) {
        MemoryEntry entry = entries.get(key.scope());
        if (entry == null || entry.status == RequestStatus.FAILED) {
            return Optional.empty();
        }
        if (!entry.request.key().orElseThrow().fingerprint().equals(key.fingerprint())) {
            throw otherBody();
        }
        return Optional.of(entry.request.id());
    }

    static IdempotencyConflict otherBody() {
        return new IdempotencyConflict("This Idempotency-Key was used before with another body; use a new key");
    }

    void put(MemoryEntry entry) {
        entry.request.key().ifPresent(key -> entries.put(key.scope(), entry));
    }

    void forget(MemoryEntry entry) {
        entry.request.key().ifPresent(key -> entries.remove(key.scope(), entry));
    }
}
