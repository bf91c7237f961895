package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller sees, and pays, when a backend fails. Only in the process: a package has no such backend. */
@QuarkusTest
@TestProfile(ScriptedBackend.Chosen.class)
class FailingBackendTest extends ContractTest {

    @Inject
    ScriptedBackend backend;

    private Map<String, Object> script(String script, Object... more) {
        Map<String, Object> fields = Sent.request(more);
        fields.put("prompt", script);
        return fields;
    }

    @ParameterizedTest
    @CsvSource({
        "fail, 502, backend_failed",
        "end, 502, backend_failed",
        "text, 502, backend_failed",
        "large, 502, backend_failed",
        "image image, 502, backend_failed",
        "progress fail, 502, backend_failed",
        "image fail, 502, backend_failed",
        "unavailable, 503, backend_unavailable",
        "throw, 500, internal",
        "break, 500, internal",
        "image throw, 500, internal",
    })
    void a_failure_has_its_status_and_costs_nothing(String script, int status, String code) {
        double outcomes = service.metric("likeness_requests_total", "outcome=\"" + code + "\"");
        int jobs = backend.jobs();

        Answer answer = service.json(account, script(script));

        answer.refused(status, code);
        assertThat(answer.text()).doesNotContain("hunter2").doesNotContain("com.example");
        assertThat(service.credits(account)).isEqualByComparingTo("12.5");
        assertThat(backend.jobs()).isEqualTo(jobs + 1);
        assertThat(service.metric("likeness_requests_total", "outcome=\"" + code + "\""))
                .isEqualTo(outcomes + 1);
        assertThat(service.running()).isZero();
        assertThat(service.waiting()).isZero();
    }

    @Test
    void a_backend_that_is_away_says_when_to_come_back_rounded_up() {
        assertThat(service.json(account, script("unavailable")).header("retry-after"))
                .isEqualTo("3");
    }

    @Test
    void the_bytes_of_one_picture_fail_with_a_status_too() {
        service.json(account, script("image fail", "base_64", false)).refused(502, "backend_failed");
        service.json(account, script("fail", "base_64", false, "samples", 2)).refused(502, "backend_failed");
        service.json(account, script("fail", "base_64", false, "samples", 2), "Accept", "multipart/mixed")
                .refused(502, "backend_failed");

        assertThat(service.credits(account)).isEqualByComparingTo("12.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/zip", "multipart/mixed"})
    void an_archive_that_fails_after_its_first_picture_is_cut_and_costs_nothing(String accept) throws Exception {
        byte[] body = Sent.json(script("image hold fail", "base_64", false, "samples", 3));
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.postHead(
                    account, "Content-Type: application/json", "Accept: " + accept, "Content-Length: " + body.length);
            connection.write(body);

            assertThat(connection.head()).startsWith("HTTP/1.1 200").containsIgnoringCase("transfer-encoding: chunked");
            connection.untilLine(line -> line.contains("PNG"));
            backend.goOn();
            String rest = connection.rest();

            assertThat(rest).doesNotContain("\r\n0\r\n\r\n").doesNotContain("backend_failed");
        }
        Service.until("the credits are back", () -> service.credits(account).doubleValue() == 12.5);
        Service.until("nothing runs", () -> service.running() == 0);
    }

    @Test
    void an_archive_that_is_whole_ends_cleanly() throws Exception {
        Answer zip = service.json(account, script("progress image preview image", "base_64", false, "samples", 2))
                .ok();

        try (ZipInputStream entries = new ZipInputStream(new java.io.ByteArrayInputStream(zip.body()))) {
            assertThat(entries.getNextEntry().getName()).isEqualTo("0.png");
            assertThat(entries.getNextEntry().getName()).isEqualTo("1.png");
            assertThat(entries.getNextEntry()).isNull();
        }
        assertThat(service.credits(account)).isEqualByComparingTo("10.5");
    }

    @Test
    void events_end_with_the_error_and_cost_nothing() throws Exception {
        byte[] body = Sent.json(script("progress preview image hold fail", "samples", 2));
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.postHead(
                    account,
                    "Content-Type: application/json",
                    "Accept: text/event-stream",
                    "Connection: close",
                    "Content-Length: " + body.length);
            connection.write(body);
            connection.untilLine(line -> line.equals("event: accepted"));
            connection.untilLine(line -> line.equals("event: progress"));
            assertThat(connection.line()).isEqualTo("data: {\"sample\":0,\"value\":1,\"max\":2}");
            connection.untilLine(line -> line.equals("event: preview"));
            assertThat(connection.line()).contains("\"data\":\"AQID\"");
            connection.untilLine(line -> line.equals("event: image"));
            connection.line();
            backend.goOn();

            assertThat(connection.rest())
                    .contains("event: error\ndata: {\"status\":502,", "\"code\":\"backend_failed\"}\n\n")
                    .endsWith("\r\n0\r\n\r\n");
        }
        assertThat(service.credits(account)).isEqualByComparingTo("12.5");
    }

    @Test
    void events_end_with_a_defect_of_ours_without_its_insides() {
        Answer answer = service.json(account, script("throw"), "Accept", "text/event-stream");

        assertThat(answer.text()).contains("\"code\":\"internal\"").doesNotContain("hunter2");
        assertThat(service.credits(account)).isEqualByComparingTo("12.5");
    }
}
