package dev.likeness.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where the state lives that outlasts a request: credits, keys, rate limits, asynchronous requests. */
@ConfigMapping(prefix = "likeness")
public interface StoreConfig {

    /** {@code memory}: in this process and gone with it; {@code redis}: in Redis, shared by all replicas. */
    @WithDefault("memory")
    @NotNull Kind store();

    RedisConfig redis();

    enum Kind {
        MEMORY,
        REDIS
    }

    /** How Redis is used; where it is, is said by {@code quarkus.redis.hosts}. */
    interface RedisConfig {

        /** What the names of all keys begin with, so that several services can share one Redis. */
        @WithDefault("likeness")
        @NotNull @Pattern(regexp = "[A-Za-z0-9._-]+", message = "must be letters, digits, dots, dashes or underscores") String keyPrefix();

        /** After how long one command counts as unanswered. */
        @WithDefault("2s")
        @NotNull @DurationMin(millis = 1)
        Duration timeout();

        /** How long a call that may be repeated without harm is repeated in all before it fails. */
        @WithDefault("5s")
        @NotNull @DurationMin(millis = 1)
        Duration patience();

        /** The same for the end of a request whose pictures are made: it is worth waiting for longer. */
        @WithDefault("30s")
        @NotNull @DurationMin(millis = 1)
        Duration settlePatience();

        /** What {@code Retry-After} tells a request that failed since Redis does not answer. */
        @WithDefault("5s")
        @NotNull @DurationMin(seconds = 1)
        Duration retryAfter();
    }
}
