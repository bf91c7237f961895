package dev.likeness.error;

import java.time.Duration;

/** The first request with this idempotency key has not come to its end yet. */
public final class StillRunning extends Failure implements RetryLater {

    private final Duration retryAfter;

    public StillRunning(String message, Duration retryAfter) {
        super("idempotency_in_progress", message);
        this.retryAfter = retryAfter;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }
}
