package dev.likeness.pose;

import dev.likeness.error.Overloaded;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Bounds the reading of one drawn skeleton. The bound on its work is the same on every machine; the one on its time is for
 * machines that are much slower or busier; and a reading whose caller has left ends too. Not safe for use by several threads.
 */
final class ReadingBudget {

    /**
     * Pixels that may be looked at, besides the few passes over the whole picture; those along a line, which lie apart in
     * memory, count four times. One person takes a million, 32 people side by side on 4,095 by 4,095 pixels nearly all. It is
     * one to two seconds of a processor.
     */
    static final long MOST_LOOKS = 200_000_000;

    /** Several times what the most looks take on an idle processor. */
    static final Duration MOST_TIME = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** Looks between two questions whether the caller has left and what time it is: less than a millisecond. */
    private static final long SLICE = 1 << 17;

    private final BooleanSupplier cancelled;
    private final LongSupplier nanoTime;
    private final long begun;
    private long looks;
    private long nextCheck = SLICE;

    /**
     * @param cancelled whether the result is not wanted any more
     * @param nanoTime a clock as {@link System#nanoTime()} is
     */
    ReadingBudget(BooleanSupplier cancelled, LongSupplier nanoTime) {
        this.cancelled = cancelled;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    /**
     * Counts pixels that are about to be looked at, or were just now.
     *
     * @throws UnreadableDrawing if they are too many
     * @throws CancellationException if the result is not wanted any more
     * @throws Overloaded if the reading takes longer than {@link #MOST_TIME}
     */
    void spend(long pixels) {
        looks += pixels;
        if (looks > MOST_LOOKS) {
            throw new UnreadableDrawing("more is drawn in it than can be told apart");
        }
        if (looks >= nextCheck) {
            nextCheck = looks + SLICE;
            check();
        }
    }

    /** Ends a reading that is not wanted any more or takes too long, as {@link #spend} does. */
    void check() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("the reading of a picture");
        }
        if (nanoTime.getAsLong() - begun > MOST_TIME.toNanos()) {
            throw new Overloaded(
                    "pose_image: its drawing could not be read within " + MOST_TIME.toSeconds()
                            + " s; try again later, or send a smaller one",
                    RETRY_AFTER);
        }
    }

    /** Pixels looked at so far. */
    long looks() {
        return looks;
    }
}
