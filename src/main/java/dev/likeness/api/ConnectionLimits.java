package dev.likeness.api;

import java.time.Duration;

/**
 * How slow a caller may be. All durations are in nanoseconds.
 *
 * @param head from the first byte of a request's head to its last
 * @param idle without a request in flight
 * @param stall of an answer: how long it may wait for its caller to read on; also the time over which the rate counts
 * @param minRate bytes a second that a caller reads at least of an answer that waits for it
 */
record ConnectionLimits(long head, long idle, long stall, long minRate) {

    static ConnectionLimits of(ApiConfig config) {
        return new ConnectionLimits(
                config.headTimeout().toNanos(),
                config.idleTimeout().toNanos(),
                config.answerStallTimeout().toNanos(),
                config.minRate().asLongValue());
    }

    /** How often a connection is looked at, in milliseconds: an eighth of the shortest limit, between 10 ms and 1 s. */
    long checkMillis() {
        long shortest = Duration.ofNanos(Math.min(head, Math.min(idle, stall))).toMillis();
        return Math.max(10, Math.min(1_000, shortest / 8));
    }
}
