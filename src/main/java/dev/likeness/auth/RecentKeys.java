package dev.likeness.auth;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Whom keys belonged to a moment ago, so that not every request asks for it. Only keys that are good are remembered. */
final class RecentKeys {

    private static final int MOST = 10_000;

    private final Map<KeyHash, Found> found = new ConcurrentHashMap<>();
    private final long nanos;

    RecentKeys(Duration lasting) {
        this.nanos = lasting.toNanos();
    }

    Optional<Caller> find(KeyHash hash) {
        return Optional.ofNullable(found.get(hash))
                .filter(recent -> System.nanoTime() - recent.atNanos < nanos)
                .map(Found::caller);
    }

    /** @param askedNanos when it was asked for: an answer from before a revocation must not outlast it by more than planned */
    void remember(KeyHash hash, Caller caller, long askedNanos) {
        if (found.size() >= MOST) {
            found.clear();
        }
        found.put(hash, new Found(caller, askedNanos));
    }

    /** Those of a key that was revoked here. */
    void forget(Caller caller) {
        found.values().removeIf(recent -> recent.caller.equals(caller));
    }

    private record Found(Caller caller, long atNanos) {}
}
