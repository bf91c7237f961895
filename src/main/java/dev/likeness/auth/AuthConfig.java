package dev.likeness.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Who may call, and how often. */
@ConfigMapping(prefix = "likeness.auth")
public interface AuthConfig {

    /** The accounts by name; a name is 1 to 64 letters, digits, dots, dashes or underscores. */
    Map<String, Account> accounts();

    RateLimitConfig rateLimit();

    /**
     * How long a replica keeps the result of looking a key up: so long a revoked key may still be served by other replicas,
     * and a key that was tried before it was created may still be refused.
     */
    @WithDefault("5s")
    @NotNull @DurationMin(millis = 0)
    Duration keyCache();

    /** How long a webhook secret goes on signing beside the one that an administrator has issued in its place. */
    @WithDefault("24h")
    @NotNull @DurationMin(millis = 0)
    @DurationMax(days = 30)
    Duration webhookSecretOverlap();

    interface Account {

        /** SHA-256 of the account's API key, 64 hexadecimal digits; the key itself is stored nowhere. */
        @NotNull @Pattern(regexp = "[0-9a-fA-F]{64}", message = "must be the 64 hexadecimal digits of the key's SHA-256") String keySha256();

        /** Credits that the account starts with, with at most six decimals, at most 9,000,000,000. */
        @WithDefault("0")
        @PositiveOrZero @Digits(integer = 10, fraction = 6) @DecimalMax("9000000000") BigDecimal credits();

        /**
         * What the account's webhooks are signed with: {@code whsec_} and the base64 of 24 to 64 random bytes. Without it a
         * request of the account's with a {@code webhook_url} is refused.
         */
        Optional<String> webhookSecret();

        /** The secret before that one, which signs as well until all receivers verify with the new one. */
        Optional<String> previousWebhookSecret();
    }

    interface RateLimitConfig {

        /** How many requests an account may make in a minute, in the long run; 0 switches the limit off. */
        @WithDefault("0")
        @PositiveOrZero long requestsPerMinute();

        /** How many requests an account may make at once after a pause; 0 takes the number per minute. */
        @WithDefault("0")
        @PositiveOrZero long burst();
    }
}
