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

    /** As nginx does it with {@code location /pictures/ { proxy_pass http://likeness_app/; }}. */
    @Test
    void links_begin_with_the_prefix_that_a_trusted_proxy_has_taken_off() {
        Twin twin = new Twin(service, account);

        JsonNode accepted = twin.submit(
                        Sent.request(),
                        "X-Forwarded-Proto",
                        "https",
                        "X-Forwarded-Host",
                        "example.org",
                        "X-Forwarded-Prefix",
                        "/pictures/v7")
                .ok()
                .json();

        String request = "https://example.org/pictures/v7/v2/requests/"
                + accepted.get("request_id").textValue();
        assertThat(accepted.get("response_url").textValue()).isEqualTo(request);
        assertThat(accepted.get("status_url").textValue()).isEqualTo(request + "/status");
        assertThat(accepted.get("poll_url").textValue()).startsWith(request);
        assertThat(accepted.get("cancel_url").textValue()).startsWith(request);
        assertThat(accepted.get("events_url").textValue()).startsWith(request);
        JsonNode result = twin.ended(accepted.get("request_id").textValue(), "COMPLETED");
        assertThat(result.get("output").textValue()).startsWith("https://example.org/pictures/v7/v2/outputs/");
    }

    @Test
    void a_prefix_that_is_no_path_is_refused() {
        Twin twin = new Twin(service, account);

        Answer refused =
                service.refusal(account, () -> twin.submit(Sent.request(), "X-Forwarded-Prefix", "/a\"><script>/"));

        refused.refused(400, "invalid_request");
    }

    /** As a Compose service is called. */
    @Test
    void a_host_may_have_an_underscore() {
        Twin twin = new Twin(service, account);

        JsonNode accepted = twin.submit(Sent.request(), "X-Forwarded-Host", "likeness_app:8080")
                .ok()
                .json();

        assertThat(accepted.get("status_url").textValue()).startsWith("http://likeness_app:8080/v2/requests/");
    }

    /** A page of Swagger UI under a prefix asks for the document, and its calls go, under the same prefix. */
    @Test
    void swagger_ui_keeps_to_the_prefix() {
        Answer moved = service.send(service.to("/q/swagger-ui").header("X-Forwarded-Prefix", "/pictures"));
        String page = service.send(service.to("/q/swagger-ui/")).ok().text();
        String document = service.send(service.to("/q/openapi")).ok().text();

        assertThat(moved.status()).isEqualTo(302);
        assertThat(moved.header("location")).isEqualTo("/pictures/q/swagger-ui/");
        assertThat(page).contains("url: '../openapi'");
        assertThat(document).contains("- url: ../");
    }

    @Test
    void a_redirect_without_a_prefix_is_as_before() {
        Answer moved = service.send(service.to("/q/swagger-ui"));

        assertThat(moved.header("location")).isEqualTo("/q/swagger-ui/");
    }
}
