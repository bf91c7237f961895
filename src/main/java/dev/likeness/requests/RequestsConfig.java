package dev.likeness.requests;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Optional;

/** How requests of the asynchronous routes are kept and worked off. */
@ConfigMapping(prefix = "likeness.requests")
public interface RequestsConfig {

    /** How many requests of the queue this replica works on at once; they wait for their turn among all others. */
    @WithDefault("4")
    @Min(0) @Max(1000) int workers();

    /** How often a request is begun at most, when replicas die or the backend is away. */
    @WithDefault("2")
    @Min(1) @Max(100) int maxAttempts();

    /** How long a request that has ended, its pictures and its idempotency key are kept. */
    @WithDefault("24h")
    @NotNull Duration retention();

    /** A replica that is not heard of for so long is taken for dead, and another one takes its requests on. */
    @WithDefault("30s")
    @NotNull Duration takeOverAfter();

    /** How many requests may wait, of all accounts together; one more is refused. */
    @WithDefault("10000")
    @Min(1) long maxQueued();

    /** How many bytes of pictures are kept of one account; the oldest finished ones make room for new ones. */
    @WithDefault("256M")
    @NotNull MemorySize maxBytesPerAccount();

    /** How many bytes of pictures are kept in the memory of this process; a quarter of the heap when absent. */
    Optional<MemorySize> maxBytesInMemory();

    /**
     * How many bytes of pictures are kept in Redis, of all accounts together; the oldest finished ones make room for new ones.
     * Leave a third of its maxmemory to credits, keys and the queue.
     */
    @WithDefault("2G")
    @NotNull MemorySize maxBytesInRedis();

    /** What links to finished pictures are signed with, 32 characters or more; drawn at start when absent. */
    Optional<@Size(min = 32, message = "must have at least 32 characters") String> linkSecret();
}
