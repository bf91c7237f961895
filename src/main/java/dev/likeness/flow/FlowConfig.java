package dev.likeness.flow;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** How requests are worked off. */
@ConfigMapping(prefix = "likeness")
public interface FlowConfig {

    /**
     * Who makes the pictures: {@code preview}, the figure drawn in this process, {@code comfyui}, diffusion models, or
     * {@code segmind}, the hosted API or another Likeness. Where several are named, each one stands in for those before it
     * when they cannot take a job.
     */
    @WithDefault("preview")
    @NotEmpty List<@NotBlank String> backend();

    AdmissionConfig admission();

    GenerationConfig generation();

    WorkersConfig workers();

    interface AdmissionConfig {

        /** How many generations run at once. */
        @WithDefault("8")
        @Min(1) int running();

        /** How many more may wait for their turn; beyond that a request is refused at once. */
        @WithDefault("120")
        @Min(0) int waiting();

        /** What {@code Retry-After} tells a request that was refused. */
        @WithDefault("5s")
        @NotNull Duration retryAfter();
    }

    interface GenerationConfig {

        /** How long the backend may take for one request, all its samples together; then its job is cancelled. */
        @WithDefault("300s")
        @NotNull Duration timeout();
    }

    interface WorkersConfig {

        /** Threads that decode, draw, encode and run networks; as many as there are processors when absent. */
        OptionalInt threads();
    }
}
