package dev.likeness.error;

import java.time.Duration;

/** The caller's key has used up its requests for now. */
public final class RateLimited extends Failure implements RetryLater {

    private final Duration retryAfter;

    public RateLimited(String message, Duration retryAfter) {
        super("rate_limited", message);
        this.retryAfter = retryAfter;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }
}
