package dev.likeness.auth;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/** Keeps the webhook secrets that administrators have issued. All verbs may be repeated. */
interface WebhookSecretStore {

    /** The most secrets that an account has at a time; one more replaces the one that expires first. */
    int MAX_SECRETS = 5;

    /** Those of the account that have not expired, the current one first. */
    Uni<List<WebhookSecret>> find(Caller account, Instant now);

    /**
     * Makes the secret the account's current one.
     *
     * @param expiry when those before it expire, unless they expire earlier
     */
    Uni<Void> rotate(Caller account, WebhookSecret secret, Instant now, Instant expiry);
}
