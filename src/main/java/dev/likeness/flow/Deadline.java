package dev.likeness.flow;

import dev.likeness.error.BackendTimeout;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Ends a stream that takes too long as a whole, however lively it is. */
@ApplicationScoped
class Deadline {

    private final Duration limit;

    Deadline(FlowConfig config) {
        this.limit = config.generation().timeout();
    }

    /** The stream, cancelled and failed with {@link BackendTimeout} once the limit has passed. */
    <T> Multi<T> on(Multi<T> stream) {
        return on(stream, Duration.ZERO);
    }

    /** @param spent of the limit, by streams that went before */
    <T> Multi<T> on(Multi<T> stream, Duration spent) {
        Multi<Optional<T>> ended = stream.map(Optional::of).onCompletion().continueWith(Optional.empty());
        Multi<Optional<T>> expired = Uni.createFrom()
                .<Optional<T>>nullItem()
                .onItem()
                .delayIt()
                .by(left(spent))
                .onItem()
                .<Optional<T>>failWith(() -> new BackendTimeout(String.format(
                        Locale.ROOT,
                        "The pictures were not ready within %d s; the job was cancelled and nothing was charged",
                        limit.toSeconds())))
                .toMulti();
        return Multi.createBy()
                .merging()
                .streams(ended, expired)
                .select()
                .first(Optional::isPresent)
                .map(Optional::get);
    }

    /** A delay of nothing is none that can be asked for. */
    private Duration left(Duration spent) {
        Duration left = limit.minus(spent);
        return left.toMillis() > 0 ? left : Duration.ofMillis(1);
    }
}
