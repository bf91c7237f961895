package dev.likeness.auth;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Webhook secrets in the memory of this one process, gone with it. */
final class InMemoryWebhookSecrets implements WebhookSecretStore {

    /** The current one first, and then by their expiry, the latest first. */
    private final Map<Caller, List<Entry>> secrets = new HashMap<>();

    @Override
    public synchronized Uni<List<WebhookSecret>> find(Caller account, Instant now) {
        List<WebhookSecret> valid = secrets.getOrDefault(account, List.of()).stream()
                .filter(entry -> entry.expiry.isAfter(now))
                .map(Entry::secret)
                .toList();
        return Uni.createFrom().item(valid);
    }

    @Override
    public synchronized Uni<Void> rotate(Caller account, WebhookSecret secret, Instant now, Instant expiry) {
        List<Entry> before = secrets.getOrDefault(account, List.of());
        if (before.stream().noneMatch(entry -> entry.secret.equals(secret))) {
            secrets.put(
                    account,
                    Stream.concat(
                                    Stream.of(new Entry(secret, Instant.MAX)),
                                    before.stream()
                                            .map(entry -> entry.expiringBy(expiry))
                                            .filter(entry -> entry.expiry.isAfter(now)))
                            .limit(MAX_SECRETS)
                            .toList());
        }
        return Uni.createFrom().voidItem();
    }

    private record Entry(WebhookSecret secret, Instant expiry) {

        Entry expiringBy(Instant latest) {
            return expiry.isAfter(latest) ? new Entry(secret, latest) : this;
        }
    }
}
