package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that wait, are cancelled or fail. Only in the process: a package has no such backend. */
@QuarkusTest
@TestProfile(ScriptedBackend.Queued.class)
class ScriptedTwinTest extends ContractTest {

    @Inject
    ScriptedBackend backend;

    private Twin twin;

    @BeforeEach
    void aTwin() {
        twin = new Twin(service, account);
    }

    @AfterEach
    void nothing_is_left_behind() {
        Service.until("nothing runs", () -> service.running() == 0 && service.waiting() == 0);
    }

    private String running(String script) {
        int jobs = backend.jobs();
        String id = twin.submitted(Sent.request("prompt", script));
        Service.until("the job has begun", () -> backend.jobs() == jobs + 1);
        return id;
    }

    private boolean cancelled(Answer answer) {
        return answer.ok().json().get("cancelled").booleanValue();
    }

    @Test
    void while_it_waits_it_says_where_in_the_queue() {
        String first = running("hold image");
        String second = twin.submitted(Sent.request("prompt", "image"));
        String third = twin.submitted(Sent.request("prompt", "image"));

        assertThat(twin.status(first).json().has("queue_position")).isFalse();
        assertThat(twin.status(second).json().get("queue_position").intValue()).isEqualTo(1);
        assertThat(twin.status(third).json().get("queue_position").intValue()).isEqualTo(2);
        assertThat(twin.state(third)).isEqualTo("QUEUED");

        backend.goOn();
        List.of(first, second, third).forEach(id -> twin.ended(id, "COMPLETED"));
    }

    @Test
    void its_credits_are_set_aside_while_it_waits() {
        String first = running("hold image");
        String second = twin.submitted(Sent.request("prompt", "image image", "samples", 2));

        assertThat(service.credits(account)).isEqualByComparingTo("9.5");

        backend.goOn();
        twin.ended(first, "COMPLETED");
        twin.ended(second, "COMPLETED");
        assertThat(service.credits(account)).isEqualByComparingTo("9.5");
    }

    @Test
    void while_it_runs_it_says_how_far_it_is() {
        String id = running("progress hold image");

        Service.until(
                "it has come to the half",
                () -> twin.status(id).json().path("progress").asDouble() == 0.5);
        assertThat(twin.state(id)).isEqualTo("PROCESSING");

        backend.goOn();
        twin.ended(id, "COMPLETED");
    }

    @Test
    void one_that_waits_is_cancelled_and_costs_nothing() {
        String first = running("hold image");
        String second = twin.submitted(Sent.request("prompt", "image"));
        int jobs = backend.jobs();

        assertThat(cancelled(twin.cancel(second))).isTrue();

        Answer status = twin.status(second);
        assertThat(status.status()).isEqualTo(422);
        assertThat(status.json().get("status").textValue()).isEqualTo("FAILED");
        assertThat(status.json().get("error").textValue()).isEqualTo("cancelled");
        assertThat(service.credits(account)).isEqualByComparingTo("11.5");
        backend.goOn();
        twin.ended(first, "COMPLETED");
        assertThat(backend.jobs()).isEqualTo(jobs);
    }

    @Test
    void one_that_runs_is_cancelled_at_the_backend_and_costs_nothing() {
        int cancelled = backend.cancelled();
        String id = running("progress wait");

        assertThat(cancelled(twin.delete(id))).isTrue();

        JsonNode result = twin.ended(id, "FAILED");
        assertThat(result.get("error").textValue()).isEqualTo("cancelled");
        Service.until("the job is cancelled", () -> backend.cancelled() == cancelled + 1);
        assertThat(service.credits(account)).isEqualByComparingTo("12.5");
    }

    @Test
    void it_is_cancelled_once() {
        String id = running("wait");

        assertThat(cancelled(twin.cancel(id))).isTrue();
        assertThat(cancelled(twin.cancel(id))).isFalse();
        assertThat(service.credits(account)).isEqualByComparingTo("12.5");
    }

    @Test
    void a_place_that_becomes_free_is_taken_by_the_next() {
        String first = running("wait");
        String second = twin.submitted(Sent.request("prompt", "image"));

        twin.cancel(first).ok();

        twin.ended(second, "COMPLETED");
    }

    @ParameterizedTest
    @CsvSource({
        "fail, backend_failed, 502",
        "image fail, backend_failed, 502",
        "text, backend_failed, 502",
        "throw, internal, 500",
        "progress break, internal, 500"
    })
    void a_failure_is_told_and_costs_nothing(String script, String code, int status) {
        String id = twin.submitted(Sent.request("prompt", script, "samples", script.startsWith("image") ? 2 : 1));

        JsonNode result = twin.ended(id, "FAILED");

        assertThat(result.get("code").textValue()).isEqualTo(code);
        assertThat(result.toString()).doesNotContain("hunter2").doesNotContain("com.example");
        assertThat(result.get("images").isEmpty()).isTrue();
        Service.until("the credits are back", () -> service.credits(account).doubleValue() == 12.5);
        Answer.Event last =
                twin.events(id).ok().events().stream().reduce((a, b) -> b).orElseThrow();
        assertThat(last.name()).isEqualTo("error");
        assertThat(last.data().get("code").textValue()).isEqualTo(code);
        assertThat(last.data().get("status").intValue()).isEqualTo(status);
    }

    @Test
    void a_backend_that_is_away_is_tried_again_and_then_it_fails() {
        int jobs = backend.jobs();

        String id = twin.submitted(Sent.request("prompt", "unavailable"));

        JsonNode result = twin.ended(id, "FAILED");
        assertThat(result.get("code").textValue()).isEqualTo("backend_unavailable");
        assertThat(result.get("metrics").get("retry_count").intValue()).isEqualTo(1);
        assertThat(backend.jobs()).isEqualTo(jobs + 2);
        Service.until("the credits are back", () -> service.credits(account).doubleValue() == 12.5);
    }

    @Test
    void events_are_told_as_they_happen() throws IOException {
        String id = running("progress hold image");
        try (RawConnection connection = new RawConnection(base)) {
            connection.write(String.format(
                    Locale.ROOT,
                    "GET %s%s/events HTTP/1.1\r\nHost: likeness\r\nx-api-key: %s\r\nConnection: close\r\n\r\n",
                    Twin.REQUESTS,
                    id,
                    account.key()));
            assertThat(connection.head())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("content-type: text/event-stream");
            connection.untilLine(line -> line.equals("event: accepted"));
            connection.untilLine(line -> line.equals("event: progress"));
            assertThat(connection.line()).isEqualTo("data: {\"sample\":0,\"value\":1,\"max\":2}");

            backend.goOn();

            assertThat(connection.rest())
                    .contains("event: image\n")
                    .contains("event: done\n")
                    .endsWith("\r\n0\r\n\r\n");
        }
    }

    @Test
    void a_listener_that_leaves_changes_nothing() throws IOException {
        String id = running("progress hold image");
        RawConnection connection = new RawConnection(base);
        connection.write(String.format(
                Locale.ROOT,
                "GET %s%s/events HTTP/1.1\r\nHost: likeness\r\nx-api-key: %s\r\n\r\n",
                Twin.REQUESTS,
                id,
                account.key()));
        connection.untilLine(line -> line.equals("event: progress"));

        connection.abort();
        backend.goOn();

        twin.ended(id, "COMPLETED");
    }

    @Test
    void who_waits_synchronously_has_a_turn_too() {
        String first = running("wait");
        String second = twin.submitted(Sent.request("prompt", "image"));

        service.json(Account.fresh(), Sent.request("prompt", "image")).ok();

        assertThat(twin.state(second)).isEqualTo("QUEUED");
        twin.cancel(first).ok();
        twin.ended(second, "COMPLETED");
    }
}
