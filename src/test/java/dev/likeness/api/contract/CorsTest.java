package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With the switch of README.md, pages of the origins that it names may call the service. */
@QuarkusTest
@TestProfile(CorsTest.On.class)
class CorsTest extends ContractTest {

    private static final String ORIGIN = "https://app.example";

    public static final class On implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.cors.enabled", "true", "quarkus.http.cors.origins", ORIGIN);
        }
    }

    private HttpRequest.Builder preflight(String path, String method, String headers) {
        return service.to(path)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", headers)
                .method("OPTIONS", BodyPublishers.noBody());
    }

    @Test
    void a_preflight_allows_what_the_routes_take() {
        Answer answer = service.send(preflight(Service.CHARACTER, "POST", "x-api-key,content-type,idempotency-key")
                        .header("Origin", ORIGIN))
                .ok();

        assertThat(answer.header("access-control-allow-origin")).isEqualTo(ORIGIN);
        assertThat(answer.header("access-control-allow-methods")).contains("POST");
        assertThat(answer.header("access-control-allow-headers"))
                .contains("x-api-key", "content-type", "idempotency-key");
        Answer deletion = service.send(
                        preflight(Twin.REQUESTS + "1", "DELETE", "x-api-key").header("Origin", ORIGIN))
                .ok();
        assertThat(deletion.header("access-control-allow-methods")).contains("DELETE");
    }

    @Test
    void a_page_reads_the_answer_and_its_headers() {
        Answer answer = service.json(account, Sent.request(), "Origin", ORIGIN).ok();

        assertThat(answer.header("access-control-allow-origin")).isEqualTo(ORIGIN);
        assertThat(Arrays.asList(answer.header("access-control-expose-headers")
                        .toLowerCase()
                        .split(",\\s*")))
                .contains("x-request-id", "x-cost", "x-remaining-credits", "x-generation-time", "x-seed-value");
    }

    @Test
    void a_page_reads_errors_as_well() {
        Answer answer = service.send(service.to(Service.CREDITS).header("Origin", ORIGIN));

        answer.refused(401, "unauthorized");
        assertThat(answer.header("access-control-allow-origin")).isEqualTo(ORIGIN);
    }

    @Test
    void other_origins_are_allowed_nothing() {
        Answer answer = service.send(
                preflight(Service.CHARACTER, "POST", "x-api-key").header("Origin", "https://other.example"));

        assertThat(answer.header("access-control-allow-origin")).isNull();
        assertThat(answer.status()).isEqualTo(403);
    }
}
