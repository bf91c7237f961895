package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** What links begin with behind a proxy that is trusted; {@link TwinTest} has what one is told that is not. */
@QuarkusTest
@TestProfile(WebhookSettings.class)
class ForwardedTest extends ContractTest {

    @Test
    void links_begin_with_what_a_trusted_proxy_was_asked_for() {
        Twin twin = new Twin(service, account);

        JsonNode accepted = twin.submit(
                        Sent.request(),
                        "X-Forwarded-Proto",
                        "https",
                        "X-Forwarded-Host",
                        "pictures.example",
                        "X-Forwarded-Port",
                        "443")
                .ok()
                .json();

        String request = "https://pictures.example/v2/requests/"
                + accepted.get("request_id").textValue();
        assertThat(accepted.get("response_url").textValue()).isEqualTo(request);
        assertThat(accepted.get("status_url").textValue()).isEqualTo(request + "/status");
        JsonNode result = twin.ended(accepted.get("request_id").textValue(), "COMPLETED");
        assertThat(result.get("output").textValue()).startsWith("https://pictures.example/v2/outputs/");
        twin.fetched(result.get("output").textValue()).ok();
    }
}
