package dev.likeness.auth;

import dev.likeness.error.RateLimited;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A token bucket per account, filled evenly. There are as many buckets as accounts, so none is ever thrown away. */
@ApplicationScoped
class RateLimit {

    private final AuthConfig.RateLimitConfig config;
    private final Map<Caller, Bucket> buckets = new ConcurrentHashMap<>();

    RateLimit(AuthConfig config) {
        this.config = config.rateLimit();
    }

    /** @throws RateLimited when the account has no token left; the time until the next one is in it */
    void count(Caller caller) {
        if (config.requestsPerMinute() == 0) {
            return;
        }
        var probe = buckets.computeIfAbsent(caller, c -> newBucket()).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new RateLimited(
                    "Rate limit exceeded: %d requests a minute; wait and try again"
                            .formatted(config.requestsPerMinute()),
                    Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private Bucket newBucket() {
        long perMinute = config.requestsPerMinute();
        long burst = config.burst() == 0 ? perMinute : config.burst();
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(burst)
                        .refillGreedy(perMinute, Duration.ofMinutes(1))
                        .build())
                .build();
    }
}
