package dev.likeness.auth;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys in the memory of this one process, gone with it. */
final class InMemoryKeyStore implements KeyStore {

    /** In the order of their creation, revoked ones included. */
    private final Map<String, IssuedKey> keys = new LinkedHashMap<>();

    private final Map<KeyHash, String> ids = new LinkedHashMap<>();

    @Override
    public synchronized Uni<Optional<Caller>> find(KeyHash hash) {
        return Uni.createFrom()
                .item(Optional.ofNullable(ids.get(hash))
                        .map(keys::get)
                        .filter(key -> key.revokedAt().isEmpty())
                        .map(IssuedKey::caller));
    }

    @Override
    public synchronized Uni<Void> add(IssuedKey key, KeyHash hash) {
        keys.putIfAbsent(key.id(), key);
        ids.putIfAbsent(hash, key.id());
        return Uni.createFrom().voidItem();
    }

    @Override
    public synchronized Uni<Optional<IssuedKey>> get(String id) {
        return Uni.createFrom().item(Optional.ofNullable(keys.get(id)));
    }

    @Override
    public synchronized Uni<Optional<List<IssuedKey>>> list(Optional<String> after, int limit) {
        List<IssuedKey> all = new ArrayList<>(keys.values());
        int from = after.map(id -> all.indexOf(keys.get(id)) + 1).orElse(0);
        if (after.isPresent() && from == 0) {
            return Uni.createFrom().item(Optional.empty());
        }
        return Uni.createFrom().item(Optional.of(List.copyOf(all.subList(from, Math.min(all.size(), from + limit)))));
    }

    @Override
    public synchronized Uni<Void> revoke(String id, Instant at) {
        keys.computeIfPresent(id, (i, key) -> key.revokedAt().isPresent() ? key : key.revoked(at));
        return Uni.createFrom().voidItem();
    }
}
