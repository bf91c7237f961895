package dev.likeness.auth;

import dev.likeness.store.RedisStore;
import dev.likeness.store.StoreConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The webhook secrets of each account: of an account of the configuration, those that stand there; of the others, those that
 * administrators have issued. While a secret is rotated, the one before it signs beside it.
 */
@ApplicationScoped
public class WebhookSecrets {

    private static final int KEY_BYTES = 32;

    private final Map<Caller, List<WebhookSecret>> configured;
    private final WebhookSecretStore issued;
    private final Duration overlap;
    private final Clock clock;
    private final RandomGenerator random;

    WebhookSecrets(AuthConfig config, StoreConfig where, RedisStore store, Clock clock, RandomGenerator random) {
        this.configured = config.accounts().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        account -> new Caller(account.getKey()),
                        account -> configured(account.getKey(), account.getValue())));
        this.issued = switch (where.store()) {
            case MEMORY -> new InMemoryWebhookSecrets();
            case REDIS -> new RedisWebhookSecrets(store);
        };
        this.overlap = config.webhookSecretOverlap();
        this.clock = clock;
        this.random = random;
    }

    private static List<WebhookSecret> configured(String name, AuthConfig.Account account) {
        String prefix = "likeness.auth.accounts." + name + ".";
        if (account.previousWebhookSecret().isPresent()
                && account.webhookSecret().isEmpty()) {
            throw new IllegalArgumentException(prefix + "previous-webhook-secret: is set without " + prefix
                    + "webhook-secret, the one that takes its place");
        }
        return Stream.of(
                        parsed(prefix + "webhook-secret", account.webhookSecret()),
                        parsed(prefix + "previous-webhook-secret", account.previousWebhookSecret()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<WebhookSecret> parsed(String key, Optional<String> text) {
        try {
            return text.map(String::strip).map(WebhookSecret::new);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(key + ": " + invalid.getMessage(), invalid);
        }
    }

    /** All that sign the account's webhooks now, the current one first; empty when it has none. */
    public Uni<List<WebhookSecret>> of(Caller account) {
        List<WebhookSecret> own = configured.get(account);
        return own != null ? Uni.createFrom().item(own) : issued.find(account, clock.instant());
    }

    /** @param previousValidUntil until when those before it sign as well, if there are any */
    public record Issued(WebhookSecret secret, Instant previousValidUntil) {}

    /**
     * Issues a new secret for an account that is not one of the configuration.
     *
     * @param overlap for how long those before it sign as well; when absent, {@code likeness.auth.webhook-secret-overlap}
     */
    public Uni<Issued> rotate(Caller account, Optional<Duration> overlap) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        WebhookSecret secret = WebhookSecret.of(key);
        // As finely as every store keeps it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant expiry = now.plus(overlap.orElse(this.overlap));
        return issued.rotate(account, secret, now, expiry).replaceWith(new Issued(secret, expiry));
    }
}
