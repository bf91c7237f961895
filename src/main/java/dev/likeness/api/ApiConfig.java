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

    /** A request whose body stands still for so long is cut off. */
    @WithDefault("60s")
    @NotNull Duration bodyStallTimeout();
}
