package dev.likeness.error;

import java.time.Duration;

/** Where the state is kept does not answer, or refuses to; nothing was charged that is not delivered. */
public final class StoreUnavailable extends Failure implements RetryLater {

    private final Duration retryAfter;

    public StoreUnavailable(Duration retryAfter, Throwable cause) {
        super(
                "store_unavailable",
                "Accounts cannot be read or written at present; try again in %d s".formatted(retryAfter.toSeconds()),
                cause);
        this.retryAfter = retryAfter;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }
}
