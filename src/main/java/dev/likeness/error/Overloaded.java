package dev.likeness.error;

import java.time.Duration;

/** As much work is running and waiting as this replica takes; it was refused at once, before any cost. */
public final class Overloaded extends Failure implements RetryLater {

    private final Duration retryAfter;

    public Overloaded(String message, Duration retryAfter) {
        super("overloaded", message);
        this.retryAfter = retryAfter;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }
}
