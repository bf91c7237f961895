package dev.likeness.error;

import java.time.Duration;

/** This replica is on its way out: it took no new work, or could not finish in the time it had. Another one will do. */
public final class ShuttingDown extends Failure implements RetryLater {

    private final Duration retryAfter;

    public ShuttingDown(String message, Duration retryAfter) {
        super("shutting_down", message);
        this.retryAfter = retryAfter;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }
}
