package dev.likeness.api;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Optional;

/** How request bodies are read. */
@ConfigMapping(prefix = "likeness.api")
public interface ApiConfig {

    /** The largest request body that is read. */
    @WithDefault("48M")
    @NotNull MemorySize maxBody();

    /** How many bytes of request bodies may be in memory at once; a third of the heap when absent. */
    Optional<MemorySize> maxBodiesInFlight();

    /** A request whose body brings no byte for so long is answered 408. */
    @WithDefault("60s")
    @NotNull Duration bodyStallTimeout();

    /**
     * Bytes a second, on average: a body that comes more slowly is answered 408, and a caller that reads an answer more
     * slowly is cut off.
     */
    @WithDefault("8K")
    @NotNull MemorySize minRate();

    /** From when on a body's rate counts. */
    @WithDefault("30s")
    @NotNull Duration minRateAfter();

    /** A caller that reads nothing, or too slowly, of an answer that waits for it for so long is cut off. */
    @WithDefault("60s")
    @NotNull Duration answerStallTimeout();

    /** From the first byte of a request's head to its last. */
    @WithDefault("30s")
    @NotNull Duration headTimeout();

    /** A connection without a request in flight for so long is closed; longer than the load balancer's own. */
    @WithDefault("75s")
    @NotNull Duration idleTimeout();
}
