package dev.likeness.auth;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Short-lived cache of key lookups, so that not every request costs one. Known and unknown keys have room of their own: a
 * flood of wrong keys evicts no right one.
 */
final class KeyCache {

    private static final int MAX_ENTRIES = 10_000;

    private final Map<KeyHash, Entry> known = new ConcurrentHashMap<>();
    private final Map<KeyHash, Long> unknown = new ConcurrentHashMap<>();
    private final long lifetimeNanos;
    private long lastRevocationNanos = System.nanoTime();

    KeyCache(Duration lifetime) {
        this.lifetimeNanos = lifetime.toNanos();
    }

    Optional<Caller> find(KeyHash hash) {
        return Optional.ofNullable(known.get(hash))
                .filter(entry -> isFresh(entry.askedNanos))
                .map(Entry::caller);
    }

    /** Whether a lookup has found a moment ago that there is no such key. */
    boolean isUnknown(KeyHash hash) {
        Long askedNanos = unknown.get(hash);
        return askedNanos != null && isFresh(askedNanos);
    }

    private boolean isFresh(long askedNanos) {
        return System.nanoTime() - askedNanos < lifetimeNanos;
    }

    /**
     * Keeps the result of a lookup.
     *
     * @param askedNanos when the lookup began, by {@link System#nanoTime}; one that began before a revocation may not have
     *     seen it, and is not kept
     */
    synchronized void remember(KeyHash hash, Optional<Caller> found, long askedNanos) {
        if (found.isEmpty()) {
            put(unknown, hash, askedNanos);
        } else if (askedNanos - lastRevocationNanos >= 0) {
            put(known, hash, new Entry(found.get(), askedNanos));
        }
    }

    private static <V> void put(Map<KeyHash, V> entries, KeyHash hash, V value) {
        if (entries.size() >= MAX_ENTRIES) {
            entries.clear();
        }
        entries.put(hash, value);
    }

    /** Removes the keys of an account; call it when its key was revoked. */
    synchronized void revoked(Caller caller) {
        lastRevocationNanos = System.nanoTime();
        known.values().removeIf(entry -> entry.caller.equals(caller));
    }

    /** Call it when a key was created. */
    void created(KeyHash hash) {
        unknown.remove(hash);
    }

    private record Entry(Caller caller, long askedNanos) {}
}
