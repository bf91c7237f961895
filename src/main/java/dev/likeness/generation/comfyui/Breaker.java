package dev.likeness.generation.comfyui;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps jobs away from a server that fails again and again: open for a while, then half open, when one job may try, then
 * closed, or open for twice as long. Not thread-safe.
 */
final class Breaker {

    private static final int MOST_PAUSES = 16;

    private final int threshold;
    private final long pauseNanos;
    private final LongSupplier nanoTime;
    private int failures;
    private long pauses;
    private long openUntil;
    private boolean trial;

    /** @param threshold failures in a row that open it */
    Breaker(int threshold, Duration pause, LongSupplier nanoTime) {
        this.threshold = threshold;
        this.pauseNanos = pause.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Whether a job may be tried now. */
    boolean permits() {
        return pauses == 0 || !trial && nanoTime.getAsLong() - openUntil >= 0;
    }

    /** A job is tried; one of the three below must follow. */
    void tried() {
        trial = pauses > 0;
    }

    void succeeded() {
        trial = false;
        failures = 0;
        pauses = 0;
    }

    void failed() {
        failures++;
        if (trial || failures >= threshold) {
            boolean again = trial;
            trial = false;
            pauses = again ? Math.min(MOST_PAUSES, 2 * pauses) : Math.max(1, pauses);
            openUntil = nanoTime.getAsLong() + pauses * pauseNanos;
        }
    }

    /** It ended so that nothing is known of the server: another may try. */
    void undecided() {
        trial = false;
    }

    boolean onTrial() {
        return trial;
    }

    boolean closed() {
        return pauses == 0;
    }
}
