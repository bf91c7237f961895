package dev.likeness.auth;

import dev.likeness.store.RedisStore;
import dev.likeness.store.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** Webhook secrets in Redis: {@code {id}:webhook-secrets}, sorted by the milliseconds at which they expire. */
final class RedisWebhookSecrets implements WebhookSecretStore {

    private static final Script ROTATE = Script.of("webhook-secret-rotate");

    private final RedisStore store;

    RedisWebhookSecrets(RedisStore store) {
        this.store = store;
    }

    @Override
    public Uni<List<WebhookSecret>> find(Caller account, Instant now) {
        return store.repeatedly(() -> Request.cmd(Command.ZREVRANGEBYSCORE)
                        .arg(key(account))
                        .arg("+inf")
                        .arg("(" + now.toEpochMilli()))
                .map(found -> StreamSupport.stream(found.spliterator(), false)
                        .map(secret -> new WebhookSecret(secret.toString()))
                        .toList());
    }

    @Override
    public Uni<Void> rotate(Caller account, WebhookSecret secret, Instant now, Instant expiry) {
        return store.run(
                        ROTATE,
                        List.of(key(account)),
                        List.of(secret.text(), now.toEpochMilli(), expiry.toEpochMilli(), MAX_SECRETS))
                .replaceWithVoid();
    }

    private String key(Caller account) {
        return store.key(account.account(), "webhook-secrets");
    }
}
