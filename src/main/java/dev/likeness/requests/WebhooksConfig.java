package dev.likeness.requests;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Null;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** How callers are told of the end of their requests. */
@ConfigMapping(prefix = "likeness.webhooks")
public interface WebhooksConfig {

    /** Has gone: each account has a secret of its own. A start that still sets it is refused. */
    Optional<
                    @Null(
                            message = "is no longer read, since each account has a secret of its own: set"
                                    + " likeness.auth.accounts.<name>.webhook-secret, or issue one with"
                                    + " POST /admin/keys/{id}/webhook-secret")
                    String>
            secret();

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
