package dev.likeness.requests;

import dev.likeness.error.IdempotencyConflict;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which request an idempotency key names. Guarded by the store that it belongs to. */
final class MemoryNames {

    private final Map<String, MemoryEntry> entries = new HashMap<>();
    /** By scope, the requests that are about to be stored. */
    private final Map<String, UUID> claims = new HashMap<>();

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

    KeyClaim claim(IdempotencyKey key, UUID id) {
        return living(key)
                .map(stored -> new KeyClaim(stored, true))
                .orElseGet(() -> new KeyClaim(claims.computeIfAbsent(key.scope(), free -> id), false));
    }

    void unclaim(IdempotencyKey key, UUID id) {
        claims.remove(key.scope(), id);
    }

    static IdempotencyConflict otherBody() {
        return new IdempotencyConflict("This Idempotency-Key was used before with another body; use a new key");
    }

    void put(MemoryEntry entry) {
        entry.request.key().ifPresent(key -> {
            entries.put(key.scope(), entry);
            unclaim(key, entry.request.id());
        });
    }

    void forget(MemoryEntry entry) {
        entry.request.key().ifPresent(key -> entries.remove(key.scope(), entry));
    }
}
