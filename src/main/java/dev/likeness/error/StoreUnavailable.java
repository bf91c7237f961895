package dev.likeness.error;

import java.time.Duration;

/** Where the state is kept does not answer, or refuses to. Whatever the caller was told failed costs nothing. */
public final class StoreUnavailable extends Failure implements RetryLater {

    private final Duration retryAfter;

    public StoreUnavailable(String message, Duration retryAfter, Throwable cause) {
        super("store_unavailable", message, cause);
        this.retryAfter = retryAfter;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }
}
