package dev.likeness.store;

/**
 * Closed while Redis does not reply. Commands sent then would run after their callers have timed out, so only PING is sent, by
 * one loop at a time, until Redis replies.
 */
final class Gate {

    private boolean isClosed;
    private boolean isProbing;

    synchronized boolean isOpen() {
        return !isClosed;
    }

    synchronized void open() {
        isClosed = false;
    }

    /** @return whether the caller has to begin probing */
    synchronized boolean close() {
        isClosed = true;
        boolean begins = !isProbing;
        isProbing = true;
        return begins;
    }

    /** Asked by the loop after each probe: whether another one is needed. */
    synchronized boolean needsProbe() {
        isProbing = isClosed;
        return isProbing;
    }
}
