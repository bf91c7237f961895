package dev.likeness.auth;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps the keys that were created while the service runs. All verbs may be repeated. */
interface KeyStore {

    /** Whom a key that is not revoked belongs to. */
    Uni<Optional<Caller>> find(KeyHash hash);

    Uni<Void> add(IssuedKey key, KeyHash hash);

    Uni<Optional<IssuedKey>> get(String id);

    /**
     * The oldest first, those that were created after the one with that id.
     *
     * @return nothing when there is no key with that id
     */
    Uni<Optional<List<IssuedKey>>> list(Optional<String> after, int limit);

    /** The first time counts. */
    Uni<Void> revoke(String id, Instant at);
}
