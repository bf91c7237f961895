package dev.likeness.requests;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** How callers are told of the end of their requests. */
@ConfigMapping(prefix = "likeness.webhooks")
public interface WebhooksConfig {

    /**
     * What webhooks are signed with: {@code whsec_} and the base64 of 24 to 64 random bytes; several, with commas between
     * them, while receivers change from an old one to a new one. Without it no request may ask for a webhook.
     */
    Optional<List<String>> secret();

    /** After how long one attempt is given up, from looking up the host to the status. */
    @WithDefault("15s")
    @NotNull @DurationMin(millis = 1)
    Duration timeout();

    /** How often a webhook is tried before it is given up. */
    @WithDefault("8")
    @Min(1) @Max(100) int maxAttempts();

    /** How long after the first attempt the second follows; each later wait is five times as long, four hours at most. */
    @WithDefault("5s")
    @NotNull @DurationMin(millis = 1)
    Duration firstRetry();

    /** How many are called by this replica at once. */
    @WithDefault("32")
    @Min(1) @Max(1000) int inFlight();

    /** How many of these may be for one receiver, so that one that hangs leaves room for the others. */
    @WithDefault("4")
    @Min(1) @Max(1000) int perReceiver();
}
