package dev.likeness.api;

import java.time.Duration;

/**
 * How large a body may be, and how slow.
 *
 * @param stallNanos without a byte
 * @param minRate bytes a second, on average since the body was waited for
 * @param minRateAfterNanos from when on the rate counts
 */
record BodyLimits(int maxBytes, long stallNanos, long minRate, long minRateAfterNanos) {

    static BodyLimits of(ApiConfig config) {
        return new BodyLimits(
                Math.toIntExact(config.maxBody().asLongValue()),
                config.bodyStallTimeout().toNanos(),
                config.minRate().asLongValue(),
                config.minRateAfter().toNanos());
    }

    /** How often a body is looked at: an eighth of the shorter limit, between 10 ms and 1 s. */
    long checkMillis() {
        long shorter = Duration.ofNanos(Math.min(stallNanos, minRateAfterNanos)).toMillis();
        return Math.max(10, Math.min(1_000, shorter / 8));
    }
}
