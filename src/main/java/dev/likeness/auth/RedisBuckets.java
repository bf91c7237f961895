package dev.likeness.auth;

import dev.likeness.store.RedisStore;
import dev.likeness.store.Script;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tokens that all replicas share, by Redis' clock. */
final class RedisBuckets implements RateLimit.Buckets {

    private static final Script TAKE = Script.of("rate");

    private final RedisStore store;
    private final List<String> limit;

    RedisBuckets(RedisStore store, long perMinute, long burst) {
        this.store = store;
        this.limit = List.of(Long.toString(perMinute), Long.toString(burst));
    }

    @Override
    public Uni<Optional<Duration>> take(Caller caller) {
        return store.run(TAKE, List.of(store.key(caller.account(), "rate")), limit)
                .map(micros -> micros.toLong() == 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(micros.toLong() * 1_000)));
    }
}
