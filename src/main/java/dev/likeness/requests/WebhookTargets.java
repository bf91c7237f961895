package dev.likeness.requests;

import dev.likeness.error.FieldViolation;
import dev.likeness.error.InvalidRequest;
import dev.likeness.input.PublicHosts;
import dev.likeness.input.RemoteUrl;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Where webhooks may go: to what image URLs may name, and only where there is a secret to sign them with. */
@ApplicationScoped
public class WebhookTargets {

    private final WebhookSignatures signatures;
    private final PublicHosts hosts;
    private final WebhooksConfig config;

    WebhookTargets(WebhookSignatures signatures, PublicHosts hosts, WebhooksConfig config) {
        this.signatures = signatures;
        this.hosts = hosts;
        this.config = config;
    }

    /** Whether requests may ask for webhooks at all. */
    public boolean offered() {
        return signatures.possible();
    }

    /** @throws InvalidRequest that names the field, when it is no address */
    public Webhook parsed(String field, String url) {
        RemoteUrl parsed = hosts.parse(field, url);
        return new Webhook(url.strip(), parsed.toString());
    }

    /** Fails with {@link InvalidRequest} when the address is not one that is called. */
    public Uni<Webhook> checked(String field, Webhook webhook) {
        return hosts.addresses(hosts.parse(field, webhook.url()))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onFailure()
                .transform(refused -> InvalidRequest.violating(List.of(new FieldViolation(
                        field,
                        "its host is unknown, or not an address or port of the public internet; only such addresses"
                                + " are called"))))
                .replaceWith(webhook);
    }
}
