package dev.likeness.breaker;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps jobs away from a server that fails again and again: open for a while, then half open, when one job may try, then
 * closed, or open for twice as long. Not thread-safe: whoever has one guards it.
 */
public final class Breaker {

    /** Of servers that do whole jobs: what a trial costs if it fails. */
    private static final int MOST_PAUSES = 16;

    private final int threshold;
    private final long pauseNanos;
    private final int mostPauses;
    private final LongSupplier nanoTime;
    private int failures;
    private long pauses;
    private long openUntil;
    private boolean trial;

    /** @param threshold failures in a row that open it */
    public Breaker(int threshold, Duration pause, LongSupplier nanoTime) {
        this(threshold, pause, MOST_PAUSES, nanoTime);
    }

    /** @param mostPauses how many times as long as at first it stays open at most */
    public Breaker(int threshold, Duration pause, int mostPauses, LongSupplier nanoTime) {
        this.threshold = threshold;
        this.pauseNanos = pause.toNanos();
        this.mostPauses = mostPauses;
        this.nanoTime = nanoTime;
    }

    /** Whether a job may be tried now. */
    public boolean permits() {
        return pauses == 0 || !trial && nanoTime.getAsLong() - openUntil >= 0;
    }

    /** A job is tried; one of the three below must follow. */
    public void tried() {
        trial = pauses > 0;
    }

    public void succeeded() {
        trial = false;
        failures = 0;
        pauses = 0;
    }

    public void failed() {
        failures++;
        if (trial || failures >= threshold) {
            boolean again = trial;
            trial = false;
            pauses = again ? Math.min(mostPauses, 2 * pauses) : Math.max(1, pauses);
            openUntil = nanoTime.getAsLong() + pauses * pauseNanos;
        }
    }

    /** It ended so that nothing is known of the server: another may try. */
    public void undecided() {
        trial = false;
    }

    public boolean onTrial() {
        return trial;
    }

    public boolean closed() {
        return pauses == 0;
    }
}
