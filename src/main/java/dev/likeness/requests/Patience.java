package dev.likeness.requests;

import dev.likeness.error.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * With a store that is away for some seconds: it undoes no work and lets no request wait until it is taken over.
 *
 * @param longest how long a step is tried again; then it fails as it did last
 */
record Patience(Duration longest) {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** @param step that may be done again */
    <T> Uni<T> with(Uni<T> step) {
        return step.onFailure(StoreUnavailable.class)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .expireIn(longest.toMillis())
                // What comes of too many tries is told in words of their own.
                .onFailure(expired -> expired.getCause() instanceof StoreUnavailable)
                .transform(Throwable::getCause);
    }
}
