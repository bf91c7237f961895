package dev.likeness.requests;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: ever longer, and never all at the same time. */
final class Backoff {

    private static final int GROWTH = 5;
    private static final Duration LONGEST = Duration.ofHours(4);

    /** A wait is longer or shorter by up to this share. */
    private static final double JITTER = 0.2;

    private final Duration first;
    private final RandomGenerator random;

    Backoff(Duration first, RandomGenerator random) {
        this.first = first;
        this.random = random;
    }

    /** @param failed how many attempts have failed, from 1 on */
    Duration after(int failed) {
        double grown = first.toMillis() * Math.pow(GROWTH, failed - 1);
        double millis = Math.min(grown, LONGEST.toMillis());
        return Duration.ofMillis(Math.max(1, Math.round(millis * random.nextDouble(1 - JITTER, 1 + JITTER))));
    }
}
