package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AuthTest extends ContractTest {

    private static final String[] GUARDED = {Service.CHARACTER, Service.POSE, Service.CREDITS};

    @Test
    void without_a_key_nothing_is_served() {
        for (String path : GUARDED) {
            Answer answer = service.refusal(account, () -> service.send(asked(path)));

            answer.refused(401, "unauthorized");
            assertThat(answer.json().get("error").textValue()).isEqualTo("Missing x-api-key in header");
        }
    }

    @Test
    void an_unknown_key_is_refused() {
        for (String path : GUARDED) {
            Answer answer =
                    service.refusal(account, () -> service.send(asked(path).header("x-api-key", "nobody")));

            answer.refused(401, "unauthorized");
            assertThat(answer.json().get("error").textValue())
                    .isEqualTo("Unauthorized. API key is invalid or may have expired.");
        }
    }

    @Test
    void a_blank_key_is_a_missing_one() {
        Answer answer = service.send(service.to(Service.CREDITS).header("x-api-key", " "));

        assertThat(answer.refused(401, "unauthorized").text()).contains("Missing x-api-key in header");
    }

    @Test
    void a_bearer_token_is_no_key() {
        service.send(service.to(Service.CREDITS).header("Authorization", "Bearer " + account.key()))
                .refused(401, "unauthorized");
    }

    @Test
    void the_header_may_be_written_in_any_case() {
        assertThat(service.send(service.to(Service.CREDITS).header("X-API-Key", account.key()))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json at all", ""})
    void the_key_is_asked_for_before_the_body_is_looked_at(String body) {
        service.send(service.to(Service.CHARACTER)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)))
                .refused(401, "unauthorized");
    }

    @Test
    void a_body_that_is_announced_but_never_sent_does_not_delay_the_refusal() throws Exception {
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.write(String.format(
                    Locale.ROOT,
                    """
                    POST %s HTTP/1.1\r
                    Host: likeness\r
                    Content-Type: application/json\r
                    Content-Length: 1000000\r
                    \r
                    {"prompt": \
                    """,
                    Service.CHARACTER));

            assertThat(connection.statusLine()).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void credits_are_told_as_a_number() {
        Answer answer = service.send(service.to(Service.CREDITS, account)).ok();

        assertThat(answer.mediaType()).isEqualTo("application/json");
        assertThat(answer.text()).isEqualTo("{\"credits\":12.5}");
    }

    @Test
    void a_round_balance_is_told_without_decimals() {
        Account ten = Account.fresh(Account.Kind.TEN);

        assertThat(service.send(service.to(Service.CREDITS, ten)).text()).isEqualTo("{\"credits\":10}");
    }

    private java.net.http.HttpRequest.Builder asked(String path) {
        return path.equals(Service.CREDITS)
                ? service.to(path)
                : service.to(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(Sent.json(Sent.request())));
    }
}
