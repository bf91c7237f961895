package dev.likeness.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Closed while Redis is silent. What is sent to it then would be carried out when it goes on, long after anybody waits for
 * it; so only a probe that changes nothing is sent, now and then.
 */
final class Gate {

    private static final long BETWEEN_PROBES_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong nextProbe = new AtomicLong();

    boolean isOpen() {
        return !closed.get();
    }

    /** Whether it is time for a probe; then the next one is due a while later. */
    boolean probeIsDue() {
        long due = nextProbe.get();
        long now = System.nanoTime();
        return now - due >= 0 && nextProbe.compareAndSet(due, now + BETWEEN_PROBES_NANOS);
    }

    void open() {
        closed.set(false);
    }

    void close() {
        if (closed.compareAndSet(false, true)) {
            nextProbe.set(System.nanoTime() + BETWEEN_PROBES_NANOS);
        }
    }
}
