package dev.likeness.shutdown;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/** How the process ends when it is told to. */
@ConfigMapping(prefix = "likeness.shutdown")
public interface ShutdownConfig {

    /** For how long after SIGTERM new work is still taken, until whoever sends it has noticed that readiness is false. */
    @WithDefault("0s")
    @NotNull Duration acceptFor();

    /** How long after SIGTERM running work may take to end; what is not done then is answered 503 and costs nothing. */
    @WithDefault("330s")
    @NotNull Duration timeout();

    /** What {@code Retry-After} tells work that is refused meanwhile. */
    @WithDefault("2s")
    @NotNull Duration retryAfter();
}
