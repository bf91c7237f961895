package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The error table, as far as it can be seen without a backend that fails. */
@QuarkusTest
class ErrorsTest extends ContractTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1",
                "/v1/",
                "/v1/nothing",
                "/v2/nothing",
                "/v1/consistent-character-with-pose/more",
                "/favicon.ico",
                "/q/nothing",
                "/%2e%2e/etc/passwd",
                "/v1/get-user-credits%00",
            })
    void an_address_where_nothing_is_answers_404_in_the_one_form(String path) {
        service.send(service.to(path)).refused(404, "not_found");
    }

    @Test
    void a_method_that_is_not_served_answers_405_in_the_one_form() {
        service.send(service.to(Service.CHARACTER, account)).refused(405, "method_not_allowed");
        service.send(service.to(Service.CHARACTER, account).DELETE()).refused(405, "method_not_allowed");
        service.send(service.to(Service.CREDITS, account).POST(BodyPublishers.noBody()))
                .refused(405, "method_not_allowed");
        service.send(service.to(Service.POSE, account).PUT(BodyPublishers.noBody()))
                .refused(405, "method_not_allowed");
    }

    @Test
    void what_serves_no_caller_has_a_request_id_too() {
        for (String path : new String[] {
            "/q/health", "/q/health/live", "/q/health/ready", "/q/health/started", "/q/metrics", "/q/openapi"
        }) {
            assertThat(service.send(service.to(path)).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void two_answers_never_have_the_same_id() {
        String one = service.send(service.to("/q/health/live")).header("x-request-id");

        assertThat(service.send(service.to("/q/health/live")).header("x-request-id"))
                .isNotEqualTo(one);
    }

    @Test
    void a_callers_own_request_id_is_not_taken_over() {
        Answer answer = service.send(service.to("/v1/nothing").header("x-request-id", "<script>"));

        answer.refused(404, "not_found");
        assertThat(answer.header("x-request-id")).isNotEqualTo("<script>");
    }

    @Test
    void too_few_credits_are_told_with_both_amounts() {
        Account poor = Account.fresh(Account.Kind.POOR);

        Answer answer = service.refusal(poor, () -> service.json(poor, Sent.request("samples", 2)));

        answer.refused(406, "insufficient_credits");
        assertThat(answer.json().get("error").textValue())
                .isEqualTo("Insufficient credits: balance 0.5, this request needs 2");
    }

    @Test
    void what_is_wrong_with_the_request_is_told_before_what_is_wrong_with_the_balance() {
        Account poor = Account.fresh(Account.Kind.POOR);

        service.refusal(poor, () -> service.json(poor, Sent.request("samples", 7)))
                .refused(400, "invalid_request");
        service.refusal(poor, () -> service.json(poor, Sent.request("face_image", "R0lGODlhAQABAAAAACw=")))
                .refused(400, "invalid_image");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/xml",
                "image/png",
                "application/jsonp",
                "nonsense",
                ";",
                "multipart/mixed; boundary=x",
            })
    void a_content_type_that_is_not_read_answers_415(String contentType) {
        Answer answer = service.refusal(
                account, () -> service.send(service.posting(account, Sent.json(Sent.request()), contentType)));

        answer.refused(415, "unsupported_media_type");
    }

    @Test
    void no_content_type_answers_415() {
        service.refusal(
                        account,
                        () -> service.send(service.to(Service.CHARACTER, account)
                                .POST(BodyPublishers.ofByteArray(Sent.json(Sent.request())))))
                .refused(415, "unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json;charset=UTF-8", "APPLICATION/JSON", "application/json ; x=y"})
    void a_content_type_may_be_written_in_any_way(String contentType) {
        service.send(service.posting(account, Sent.json(Sent.request()), contentType))
                .ok();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "gzip, identity", "x"})
    void a_body_that_is_encoded_answers_415(String encoding) {
        Answer answer =
                service.refusal(account, () -> service.json(account, Sent.request(), "Content-Encoding", encoding));

        answer.refused(415, "unsupported_media_type");
        assertThat(answer.json().get("error").textValue()).contains("Content-Encoding");
    }

    @Test
    void identity_is_no_encoding() {
        service.json(account, Sent.request(), "Content-Encoding", "identity").ok();
    }

    @Test
    void a_client_that_waits_to_be_told_to_go_on_is_told() throws Exception {
        byte[] body = Sent.json(Sent.request());
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.postHead(
                    account,
                    "Content-Type: application/json",
                    "Expect: 100-continue",
                    "Content-Length: " + body.length,
                    "Connection: close");
            assertThat(connection.head()).startsWith("HTTP/1.1 100");

            connection.write(body);

            assertThat(connection.head()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_client_that_asks_before_it_sends_too_much_is_refused_at_once() throws Exception {
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.postHead(
                    account, "Content-Type: application/json", "Expect: 100-continue", "Content-Length: 300000000");

            assertThat(connection.head()).startsWith("HTTP/1.1 413");
        }
    }
}
