package dev.likeness.auth;

import dev.likeness.error.RateLimited;
import dev.likeness.store.RedisStore;
import dev.likeness.store.StoreConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** How often an account may call: a bucket of tokens for each, filled evenly. */
@ApplicationScoped
class RateLimit {

    private final AuthConfig.RateLimitConfig config;
    private final Buckets buckets;

    RateLimit(AuthConfig config, StoreConfig where, RedisStore store) {
        this.config = config.rateLimit();
        long perMinute = this.config.requestsPerMinute();
        long burst = this.config.burst() == 0 ? perMinute : this.config.burst();
        this.buckets = switch (where.store()) {
            case MEMORY -> new InMemoryBuckets(perMinute, burst);
            case REDIS -> new RedisBuckets(store, perMinute, burst);
        };
    }

    /** Fails with {@link RateLimited} when the account has no token left; the time until the next one is in it. */
    Uni<Void> count(Caller caller) {
        if (config.requestsPerMinute() == 0) {
            return Uni.createFrom().voidItem();
        }
        return buckets.take(caller).onItem().transformToUni(wait -> wait.map(this::refused)
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> refused(Duration wait) {
        return Uni.createFrom()
                .failure(new RateLimited(
                        String.format(
                                Locale.ROOT,
                                "Rate limit exceeded: %d requests a minute; wait and try again",
                                config.requestsPerMinute()),
                        wait));
    }

    /** Where the tokens are counted. */
    interface Buckets {

        /** Takes one token; when there is none, the time until there is. */
        Uni<Optional<Duration>> take(Caller caller);
    }
}
