package dev.likeness.benchmark;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * What came of a number of requests.
 *
 * @param latencyNanos of the answers with status 200, ascending
 * @param failures answers with another status, and requests without an answer
 * @param took from the first request to the last answer
 */
record Series(long[] latencyNanos, int failures, Duration took) {

    Series {
        Arrays.sort(latencyNanos);
    }

    int requests() {
        return latencyNanos.length + failures;
    }

    double perSecond() {
        return latencyNanos.length / (took.toNanos() / 1e9);
    }

    /** By nearest rank: the smallest latency that so many percent of the requests do not exceed. */
    double percentileMillis(int percent) {
        if (latencyNanos.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(latencyNanos.length * percent / 100.0);
        return latencyNanos[rank - 1] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d of %d requests in %s", failures, requests(), took);
    }
}
