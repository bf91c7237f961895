package dev.likeness.auth;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens of this one process. There are as many buckets as accounts that call, so none is ever thrown away. */
final class InMemoryBuckets implements RateLimit.Buckets {

    private final long perMinute;
    private final long burst;
    private final Map<Caller, Bucket> buckets = new ConcurrentHashMap<>();

    InMemoryBuckets(long perMinute, long burst) {
        this.perMinute = perMinute;
        this.burst = burst;
    }

    @Override
    public Uni<Optional<Duration>> take(Caller caller) {
        return Uni.createFrom().item(() -> {
            var probe = buckets.computeIfAbsent(caller, c -> full()).tryConsumeAndReturnRemaining(1);
            return probe.isConsumed()
                    ? Optional.empty()
                    : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        });
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(burst)
                        .refillGreedy(perMinute, Duration.ofMinutes(1))
                        .build())
                .build();
    }
}
