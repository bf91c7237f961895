package dev.likeness.store;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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

        /** Time limit of one command, to which the time for sending and reading its bytes is added. */
        @WithDefault("2s")
        @NotNull @DurationMin(millis = 1)
        Duration timeout();

        /** Bytes a second that the network to Redis carries at least: the time limit of a command grows with its pictures. */
        @WithDefault("1M")
        @NotNull MemorySize bytesPerSecond();

        /**
         * How many connections to Redis are used at once, one for the news of other replicas aside; a quarter of them is for
         * commands with pictures.
         */
        @WithDefault("15")
        @Min(4) @Max(1000) int connections();

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
