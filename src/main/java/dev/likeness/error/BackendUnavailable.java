package dev.likeness.error;

import java.time.Duration;

/** No backend can take the work at present. */
public final class BackendUnavailable extends Failure implements RetryLater {

    private final Duration retryAfter;

    public BackendUnavailable(String message, Duration retryAfter) {
        super("backend_unavailable", message);
        this.retryAfter = retryAfter;
    }

    public BackendUnavailable(String message, Duration retryAfter, Throwable cause) {
        super("backend_unavailable", message, cause);
        this.retryAfter = retryAfter;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }
}
