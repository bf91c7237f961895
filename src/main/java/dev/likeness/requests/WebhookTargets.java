package dev.likeness.requests;

import dev.likeness.auth.Caller;
import dev.likeness.auth.WebhookSecrets;
import dev.likeness.error.FieldViolation;
import dev.likeness.error.InvalidRequest;
import dev.likeness.error.RetryLater;
import dev.likeness.input.PublicHosts;
import dev.likeness.input.RemoteUrl;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Checks the webhooks that requests ask for: their address, by the rules of image URLs, and that the account has a secret. */
@ApplicationScoped
public class WebhookTargets {

    private final WebhookSecrets secrets;
    private final PublicHosts hosts;
    private final WebhooksConfig config;

    WebhookTargets(WebhookSecrets secrets, PublicHosts hosts, WebhooksConfig config) {
        this.secrets = secrets;
        this.hosts = hosts;
        this.config = config;
    }

    /** @throws InvalidRequest that names the field, when it is no address */
    public Webhook parsed(String field, String url) {
        RemoteUrl parsed = hosts.parse(field, url);
        return new Webhook(url.strip(), parsed.toString());
    }

    /** Fails with {@link InvalidRequest} when the account has no secret, or the address is not one that is called. */
    public Uni<Webhook> checked(String field, Webhook webhook, Caller account) {
        return secrets.of(account).chain(signing -> {
            if (signing.isEmpty()) {
                throw refused(
                        field,
                        "this account has no webhook secret to sign with; have an administrator issue one (POST"
                                + " /admin/keys/" + account.account() + "/webhook-secret, or"
                                + " likeness.auth.accounts." + account.account() + ".webhook-secret for an account of"
                                + " the configuration), or leave webhook_url out and ask status_url");
            }
            return reachable(field, webhook);
        });
    }

    private Uni<Webhook> reachable(String field, Webhook webhook) {
        return hosts.addresses(hosts.parse(field, webhook.url()))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onFailure(failure -> !(failure instanceof RetryLater))
                .transform(unreachable -> refused(
                        field,
                        "its host is unknown, or not an address or port of the public internet; only such addresses"
                                + " are called"))
                .replaceWith(webhook);
    }

    private static InvalidRequest refused(String field, String message) {
        return InvalidRequest.violating(List.of(new FieldViolation(field, message)));
    }
}
