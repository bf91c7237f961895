package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused before any resource is asked have the one error body, too, whatever the address. */
@QuarkusTest
class MalformedRequestsTest extends ContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String[] ADDRESSES = {
        "/v1/get-user-credits",
        "/v1/pose",
        "/v2/requests/x",
        "/admin/keys",
        "/q/health/live",
        "/q/openapi",
        "/q/swagger-ui/",
        "/nowhere"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: a b",
                "Host: ",
                "Host: a\r\nHost: a",
                "Host: a\r\nHost: b",
                "Host: a:x",
                "Host: a:99999999",
                "Host: a:65536",
                "Host: a/b",
                "Host: u@b",
                "Host: [::1",
                "Host: \u00e4",
                "X: no host",
            })
    void a_host_that_is_none_is_a_400_at_every_address(String header) throws Exception {
        for (String address : ADDRESSES) {
            refused(400, "GET " + address + " HTTP/1.1\r\n" + header + "\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"likeness_app:8080", "likeness", "127.0.0.1:1", "[::1]:80", "a.example"})
    void a_host_that_is_one_is_not(String host) throws Exception {
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.write("GET /q/health/live HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

            assertThat(connection.statusLine()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void http_1_0_needs_no_host() throws Exception {
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.write("GET /q/health/live HTTP/1.0\r\n\r\n");

            assertThat(connection.statusLine()).contains(" 200 ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "505 | GET / HTTP/9.9",
                "505 | GET / HTTP/2.0",
                "505 | GET / HTTP/0.9",
                "505 | PRI * HTTP/2.0",
                "400 | GET / ICY/1.1",
                "400 | GET / HTTP/x",
                "400 | GET /",
                "400 | hello",
                "400 | G@T / HTTP/1.1",
                "400 | GET v1/get-user-credits HTTP/1.1",
                "400 | GET * HTTP/1.1",
                "400 | CONNECT a:80 HTTP/1.1",
                "400 | GET ftp://a/ HTTP/1.1",
                "400 | GET http://a b/ HTTP/1.1",
                "400 | GET http:/// HTTP/1.1",
                "400 | GET http://[/ HTTP/1.1",
                "400 | GET http://%%/ HTTP/1.1",
                "400 | GET /v1/%zz HTTP/1.1",
                "400 | GET /v2/requests/% HTTP/1.1",
                "400 | GET /v1/pose?draw=%zz HTTP/1.1",
                "400 | GET /q/swagger-ui/%zz HTTP/1.1",
                "400 | GET /a\\b HTTP/1.1",
            })
    void a_request_line_that_cannot_be_read_is_refused_in_http_1_1(int status, String line) throws Exception {
        refused(status, line + "\r\nHost: a\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x y: z",
                "no colon",
                "x: a\0b",
                "Content-Length: -1",
                "Content-Length: x",
                "Content-Length: 99999999999999999999",
                "Content-Length: 2\r\nContent-Length: 3",
                "Transfer-Encoding: xyz",
                "Transfer-Encoding: gzip, chunked",
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: !!!",
            })
    void a_header_that_cannot_be_read_is_a_400(String header) throws Exception {
        refused(400, "POST /v1/pose HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\n");
    }

    @Test
    void what_is_too_long_has_its_own_status() throws Exception {
        refused(414, "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        refused(414, "GET /" + "a".repeat(500_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        refused(431, "GET / HTTP/1.1\r\nHost: a\r\nx: " + "a".repeat(40_000) + "\r\n\r\n");
        refused(431, "GET / HTTP/1.1\r\nHost: a\r\n" + "x: a\r\n".repeat(50_000) + "\r\n");
    }

    /** Name and value in turn; a value of "-" leaves a pseudo-header out. */
    private static Stream<Arguments> malformedStreams() {
        String long5000 = "/" + "a".repeat(5_000), long40000 = "a".repeat(40_000);
        return Stream.of(
                arguments(400, new String[] {":path", "/v1/%zz"}),
                arguments(400, new String[] {":path", "/v1/pose?draw=%zz"}),
                arguments(400, new String[] {":path", "/q/swagger-ui/%zz"}),
                arguments(400, new String[] {":path", "/a b"}),
                arguments(400, new String[] {":path", "/a\\b"}),
                arguments(400, new String[] {":path", "/a\0b"}),
                arguments(400, new String[] {":path", "v1/pose"}),
                arguments(400, new String[] {":path", "*", ":method", "OPTIONS"}),
                arguments(400, new String[] {":path", "http://a/v1/pose"}),
                arguments(400, new String[] {":path", "-"}),
                arguments(414, new String[] {":path", long5000}),
                arguments(414, new String[] {":path", "/" + long40000}),
                arguments(431, new String[] {"x", long40000}),
                arguments(400, new String[] {":authority", "a b"}),
                arguments(400, new String[] {":authority", "-"}),
                arguments(400, new String[] {":authority", "a:x"}),
                arguments(400, new String[] {":authority", "a:65536"}),
                arguments(400, new String[] {":authority", "u@b"}),
                arguments(400, new String[] {":authority", "a/b"}),
                arguments(400, new String[] {":authority", "-", "host", "a b"}),
                arguments(400, new String[] {"host", "b"}),
                arguments(400, new String[] {"host", "a", "host", "b"}),
                arguments(400, new String[] {":method", "G@T"}),
                arguments(400, new String[] {":method", "G T"}),
                arguments(400, new String[] {":method", "-"}),
                arguments(400, new String[] {":method", "CONNECT", ":path", "-", ":scheme", "-"}),
                arguments(400, new String[] {":scheme", "-"}));
    }

    @ParameterizedTest
    @MethodSource("malformedStreams")
    void a_stream_whose_head_cannot_be_read_is_refused_and_the_others_go_on(int status, String... headers)
            throws Exception {
        try (RawHttp2 connection = new RawHttp2(service.base())) {
            for (boolean end : new boolean[] {true, false}) {
                int id = connection.open(end, head(headers));
                if (!end) {
                    connection.data(id, new byte[10_000], false);
                }
                RawHttp2.Answer answer = connection.answer(id);

                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.head()).containsEntry("content-type", "application/json");
                JsonNode body = JSON.readTree(answer.body());
                assertThat(body.get("code").textValue()).isEqualTo("invalid_request");
                assertThat(body.get("error").textValue()).isNotBlank();
                assertThat(answer.head())
                        .containsEntry("x-request-id", body.get("request_id").textValue());
            }
            RawHttp2.Answer next = connection.answer(connection.open(true, head()));

            assertThat(next.status()).isEqualTo(200);
        }
    }

    /** Frames that HTTP/2 itself does not allow are no requests: RFC 9113, 8.1.1. */
    @ParameterizedTest
    @CsvSource({
        ":path, ''",
        ":authority, ''",
        ":method, ''",
        "Upper, x",
        "connection, close",
        "transfer-encoding, chunked",
        "content-length, x",
        "content-length, 5",
        ":unknown, x",
        ":path, /twice",
    })
    void a_stream_that_is_no_request_is_reset_and_the_others_go_on(String name, String value) throws Exception {
        try (RawHttp2 connection = new RawHttp2(service.base())) {
            List<String> headers = new ArrayList<>(List.of(head()));
            if (value.isEmpty()) {
                headers.set(headers.indexOf(name) + 1, "");
            } else {
                headers.addAll(List.of(name, value));
            }
            RawHttp2.Answer answer = connection.answer(connection.open(true, headers.toArray(String[]::new)));
            RawHttp2.Answer next = connection.answer(connection.open(true, head()));

            assertThat(answer.reset()).contains(1);
            assertThat(next.status()).isEqualTo(200);
        }
    }

    private static String[] head(String... changed) {
        Map<String, String> pseudo = new LinkedHashMap<>();
        pseudo.put(":method", "GET");
        pseudo.put(":scheme", "http");
        pseudo.put(":path", "/q/health/live");
        pseudo.put(":authority", "a");
        List<String> more = new ArrayList<>();
        for (int i = 0; i < changed.length; i += 2) {
            if (pseudo.replace(changed[i], changed[i + 1]) == null) {
                more.addAll(List.of(changed[i], changed[i + 1]));
            }
        }
        pseudo.values().remove("-");
        List<String> all = new ArrayList<>();
        pseudo.forEach((name, value) -> all.addAll(List.of(name, value)));
        all.addAll(more);
        return all.toArray(String[]::new);
    }

    @Test
    void what_a_refused_stream_still_sends_is_no_loss_to_the_others() throws Exception {
        byte[] whole = Sent.json(Sent.request());
        try (RawHttp2 connection = new RawHttp2(service.base())) {
            // Three times what one connection may send before it is read.
            for (int i = 0; i < 20; i++) {
                int refused = connection.open(false, head(":method", "POST", ":path", "/v1/%zz"));
                connection.data(refused, new byte[10_000], false);
                assertThat(connection.answer(refused).status()).isEqualTo(400);
            }
            int id = connection.open(
                    false,
                    head(
                            ":method",
                            "POST",
                            ":path",
                            Service.CHARACTER,
                            "content-type",
                            "application/json",
                            "x-api-key",
                            account.key()));
            for (int from = 0; from < whole.length; from += 10_000) {
                int to = Math.min(whole.length, from + 10_000);
                connection.data(id, Arrays.copyOfRange(whole, from, to), to == whole.length);
            }

            assertThat(connection.answer(id).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e4;;,/", "x/y", "", ";", "application/json;q=0", "*/*;q=0"})
    void no_form_that_a_caller_accepts_is_refused(String accept) {
        for (String address :
                new String[] {"/q/metrics", "/q/openapi", "/q/health/live", "/q/swagger-ui/", Service.CREDITS}) {
            Answer answer = service.send(
                    service.to(address, account).header("accept", accept).GET());

            assertThat(answer.status()).as(address).isEqualTo(200);
        }
    }

    @Test
    void a_refusal_comes_after_the_answers_to_what_was_asked_before() throws Exception {
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.write("GET /v1/get-user-credits HTTP/1.1\r\nHost: a\r\nx-api-key: " + account.key()
                    + "\r\n\r\nGET / HTTP/9.9\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
            String head = connection.head();

            assertThat(head).startsWith("HTTP/1.1 200");
            assertThat(connection.body(head)).contains("credits");
            assertThat(connection.untilClosed()).startsWith("HTTP/1.1 505 ").doesNotContain("HTTP/1.1 404");
        }
    }

    @Test
    void a_later_minor_version_is_answered_as_1_1() throws Exception {
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.write("GET /q/health/live HTTP/1.2\r\nHost: a\r\n\r\n");

            assertThat(connection.statusLine()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_body_of_gigabytes_is_too_large_wherever_it_is_sent() throws Exception {
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.postHead(account, "Content-Type: application/json", "Content-Length: 20000000000");
            String head = connection.head();

            assertThat(head).startsWith("HTTP/1.1 413");
            assertThat(connection.body(head)).contains("\"code\":\"payload_too_large\"");
        }
    }

    @Test
    void every_405_names_the_methods_that_there_are() {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("GET /v1/consistent-character-with-pose", "POST, OPTIONS");
        wrong.put("HEAD /v1/consistent-character-with-pose", "POST, OPTIONS");
        wrong.put("PUT /v1/pose", "POST, OPTIONS");
        wrong.put("POST /v1/get-user-credits", "GET, HEAD, OPTIONS");
        wrong.put("BREW /v1/get-user-credits", "GET, HEAD, OPTIONS");
        wrong.put("GET /v2/consistent-character-with-pose", "POST, OPTIONS");
        wrong.put("PATCH /v2/requests/x", "GET, HEAD, DELETE, OPTIONS");
        wrong.put("POST /v2/requests/x/status", "GET, HEAD, OPTIONS");
        wrong.put("GET /v2/requests/x/cancel", "POST, OPTIONS");
        wrong.put("DELETE /v2/requests/x/events", "GET, HEAD, OPTIONS");
        wrong.put("POST /v2/outputs/x/0.png", "GET, HEAD, OPTIONS");
        wrong.put("POST /q/health/live", "GET, HEAD, OPTIONS");
        wrong.put("POST /q/metrics", "GET, HEAD, OPTIONS");
        wrong.put("POST /q/openapi", "GET, HEAD, OPTIONS");
        wrong.put("POST /q/swagger-ui/", "GET, HEAD, OPTIONS");
        List<String> failed = new ArrayList<>();
        wrong.forEach((request, allow) -> {
            String method = request.split(" ")[0], path = request.split(" ")[1];
            Answer answer = service.send(service.to(path, account).method(method, BodyPublishers.noBody()));
            if (answer.status() != 405 || !allow.equals(answer.header("allow"))) {
                failed.add(request + ": " + answer.status() + ", Allow: " + answer.header("allow"));
            } else if (!method.equals("HEAD")) {
                answer.refused(405, "method_not_allowed");
            }
            Answer options = service.send(service.to(path).method("OPTIONS", BodyPublishers.noBody()));
            if (options.status() != 204 || !allow.equals(options.header("allow"))) {
                failed.add("OPTIONS " + path + ": " + options.status() + ", Allow: " + options.header("allow"));
            }
        });

        assertThat(failed).isEmpty();
    }

    @Test
    void a_body_that_is_cut_inside_an_object_is_answered_without_the_parsers_insides() {
        Answer answer = service.json(account, "{\"prompt\":{\"a\":1".getBytes());

        answer.refused(400, "invalid_request");
        assertThat(answer.json().get("error").textValue())
                .contains("ends in the middle", "prompt", "line 1")
                .doesNotContain("REDACTED", "Source", "marker");
    }

    /** One whole answer in HTTP/1.1, in the contract's words, and then the end. */
    private void refused(int status, String request) throws Exception {
        try (RawConnection connection = new RawConnection(service.base())) {
            try {
                connection.write(request);
            } catch (java.io.IOException answeredBeforeItWasWhole) {
                // The answer is there all the same.
            }
            String answer = connection.untilClosed();

            assertThat(answer)
                    .as(request.substring(0, Math.min(99, request.length())))
                    .startsWith("HTTP/1.1 " + status + " ");
            assertThat(answer).containsIgnoringCase("\r\ncontent-type: application/json");
            JsonNode body = JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
            assertThat(body.get("code").textValue()).isEqualTo("invalid_request");
            assertThat(body.get("error").textValue()).isNotBlank();
            assertThat(answer)
                    .contains("x-request-id: " + body.get("request_id").textValue());
        }
    }
}
