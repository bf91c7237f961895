package dev.likeness.api.contract;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * A service that tells of the end of requests, in a hurry, and with so little room that its limits can be met; behind a proxy
 * on this machine.
 */
public final class WebhookSettings implements QuarkusTestProfile {

    static final int ATTEMPTS = 4;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.http.proxy.proxy-address-forwarding", "true",
                "quarkus.http.proxy.enable-forwarded-host", "true",
                "quarkus.http.proxy.enable-forwarded-prefix", "true",
                "quarkus.http.proxy.trusted-proxies", "127.0.0.1",
                "likeness.webhooks.timeout", "1s",
                "likeness.webhooks.first-retry", "20ms",
                "likeness.webhooks.max-attempts", Integer.toString(ATTEMPTS),
                "likeness.webhooks.in-flight", "4",
                "likeness.webhooks.per-receiver", "2");
    }
}
