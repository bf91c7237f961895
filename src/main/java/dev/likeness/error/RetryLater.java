package dev.likeness.error;

import java.time.Duration;

/** A failure that passes by itself. */
public interface RetryLater {

    /** After how long another try makes sense; positive. */
    Duration retryAfter();
}
