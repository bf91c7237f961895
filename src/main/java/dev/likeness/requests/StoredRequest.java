package dev.likeness.requests;

import dev.likeness.auth.Caller;
import dev.likeness.output.OutputFormat;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What is known of a request, but for its pictures' bytes.
 *
 * @param samples how many pictures were asked for, 1..4
 * @param seed of the first picture
 * @param cost in credits
 * @param position in the queue, 1 for the next; empty when it does not wait
 * @param attempts how often it was begun
 * @param progress 0..1
 * @param pictures those that are ready, in the order of their samples
 * @param backend who made them; empty before anybody was asked
 * @param remaining what the account could still spend when it was paid; empty before
 * @param failure why it failed; empty when it did not
 * @param delivery where its links begin and who is told of its end
 */
public record StoredRequest(
        UUID id,
        Caller caller,
        RequestStatus status,
        int samples,
        long seed,
        OutputFormat format,
        BigDecimal cost,
        OptionalLong position,
        int attempts,
        double progress,
        List<StoredPicture> pictures,
        Optional<String> backend,
        Optional<BigDecimal> remaining,
        Optional<Failed> failure,
        Times times,
        Delivery delivery) {

    /**
     * When what happened, by the store's clock.
     *
     * @param begun for the last time, when it was begun more than once
     */
    public record Times(Instant submitted, Optional<Instant> begun, Optional<Instant> ended) {

        /** How long it waited, or has waited by now. */
        public Duration queued(Instant now) {
            return between(submitted, begun.or(() -> ended).orElse(now));
        }

        /** How long it was worked on, or has been by now. */
        public Duration worked(Instant now) {
            return begun.map(begin -> between(begin, ended.orElse(now))).orElse(Duration.ZERO);
        }

        public Duration total(Instant now) {
            return between(submitted, ended.orElse(now));
        }

        /** The clocks of several machines may disagree by a little. */
        private static Duration between(Instant from, Instant to) {
            Duration time = Duration.between(from, to);
            return time.isNegative() ? Duration.ZERO : time;
        }
    }

    /**
     * One finished picture.
     *
     * @param sample counted from 0
     * @param width in pixels
     * @param height in pixels
     */
    public record StoredPicture(int sample, long seed, int width, int height) {}
}
