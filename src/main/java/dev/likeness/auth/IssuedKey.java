package dev.likeness.auth;

import java.time.Instant;
import java.util.Optional;

/**
 * An API key as administrators see it: never the key, which nobody but its holder has.
 *
 * @param id the account that the key belongs to
 * @param name what it was called; that of an account of the configuration is its id
 * @param createdAt absent for an account of the configuration
 * @param revokedAt from when on it is refused
 */
public record IssuedKey(String id, String name, Optional<Instant> createdAt, Optional<Instant> revokedAt) {

    public boolean isConfigured() {
        return createdAt.isEmpty();
    }

    public Caller caller() {
        return new Caller(id);
    }

    IssuedKey revoked(Instant at) {
        return new IssuedKey(id, name, createdAt, Optional.of(at));
    }
}
