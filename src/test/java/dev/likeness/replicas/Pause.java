package dev.likeness.replicas;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits. */
final class Pause {

    private Pause() {}

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it became so within that time. */
    static boolean until(Duration most, BooleanSupplier so) {
        long end = System.nanoTime() + most.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            millis(50);
        }
        return true;
    }
}
