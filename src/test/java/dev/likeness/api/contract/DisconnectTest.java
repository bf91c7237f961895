package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that goes away stops the work, gets its credits back and leaves its place to the next. */
@QuarkusTest
@TestProfile(ScriptedBackend.Chosen.class)
class DisconnectTest extends ContractTest {

    @Inject
    ScriptedBackend backend;

    @AfterEach
    void nothing_is_left_behind() {
        Service.until("nothing runs", () -> service.running() == 0 && service.waiting() == 0);
        Service.until("no body is held", () -> service.bodyBytes() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream"})
    void while_the_backend_works(String accept) throws IOException {
        int jobs = backend.jobs(), cancelled = backend.cancelled();
        double outcomes = service.metric("likeness_requests_total", "outcome=\"cancelled\"");
        RawConnection connection = asking(account, "progress wait", accept);
        Service.until("the job has begun", () -> backend.jobs() == jobs + 1);
        assertThat(service.credits(account)).isEqualByComparingTo("11.5");

        connection.abort();

        Service.until("the job is cancelled", () -> backend.cancelled() == cancelled + 1);
        Service.until("the credits are back", () -> service.credits(account).doubleValue() == 12.5);
        Service.until("the place is free", () -> service.running() == 0);
        assertThat(service.metric("likeness_requests_total", "outcome=\"cancelled\""))
                .isEqualTo(outcomes + 1);
    }

    @Test
    void by_closing_politely() throws IOException {
        int jobs = backend.jobs(), cancelled = backend.cancelled();
        RawConnection connection = asking(account, "wait", "*/*");
        Service.until("the job has begun", () -> backend.jobs() == jobs + 1);

        connection.close();

        Service.until("the job is cancelled", () -> backend.cancelled() == cancelled + 1);
        Service.until("the credits are back", () -> service.credits(account).doubleValue() == 12.5);
    }

    @Test
    void while_it_waits_for_its_turn() throws IOException {
        int jobs = backend.jobs();
        Account other = Account.fresh();
        RawConnection first = asking(other, "wait", "*/*");
        Service.until("the first has begun", () -> backend.jobs() == jobs + 1);
        RawConnection second = asking(account, "image", "*/*");
        Service.until("the second waits", () -> service.waiting() == 1);
        service.json(Account.fresh(), Map.of()).refused(400, "invalid_request");
        service.json(Account.fresh(), Sent.request("prompt", "image")).refused(503, "overloaded");

        second.abort();

        Service.until("the waiting place is free", () -> service.waiting() == 0);
        Service.until("the credits are back", () -> service.credits(account).doubleValue() == 12.5);
        assertThat(backend.jobs()).isEqualTo(jobs + 1);
        first.abort();
    }

    @Test
    void and_the_next_one_gets_its_turn() throws IOException {
        int jobs = backend.jobs();
        RawConnection first = asking(account, "wait", "*/*");
        Service.until("the first has begun", () -> backend.jobs() == jobs + 1);
        RawConnection second = asking(Account.fresh(), "image", "*/*");
        Service.until("the second waits", () -> service.waiting() == 1);

        first.abort();

        assertThat(second.statusLine()).startsWith("HTTP/1.1 200");
        second.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "application/zip"})
    void in_the_middle_of_the_stream(String accept) throws IOException {
        int cancelled = backend.cancelled();
        RawConnection connection = reading(accept);
        // An event stream begins before the job does; a picture in it shows that the job runs.
        if (accept.equals("text/event-stream")) {
            connection.untilLine("event: image"::equals);
        }

        connection.abort();

        Service.until("the job is cancelled", () -> backend.cancelled() == cancelled + 1);
        Service.until("the credits are back", () -> service.credits(account).doubleValue() == 12.5);
    }

    @Test
    void as_soon_as_it_is_accepted() throws IOException {
        int jobs = backend.jobs(), cancelled = backend.cancelled();
        RawConnection connection = reading("text/event-stream");
        connection.untilLine("event: accepted"::equals);

        connection.abort();

        Service.until("the credits are back", () -> service.credits(account).doubleValue() == 12.5);
        Service.until(
                "a job that was begun is cancelled", () -> backend.cancelled() - cancelled == backend.jobs() - jobs);
    }

    @Test
    void in_the_middle_of_its_own_body() throws IOException {
        int jobs = backend.jobs();
        RawConnection connection = new RawConnection(service.base());
        connection.postHead(account, "Content-Type: application/json", "Content-Length: 1000000");
        connection.write(new byte[300_000]);
        Service.until("the body is being read", () -> service.bodyBytes() > 0);

        connection.abort();

        Service.until("no body is held", () -> service.bodyBytes() == 0);
        assertThat(backend.jobs()).isEqualTo(jobs);
        assertThat(service.credits(account)).isEqualByComparingTo("12.5");
    }

    @Test
    void at_any_moment() throws Exception {
        int jobs = backend.jobs(), cancelled = backend.cancelled();
        java.util.Random random = new java.util.Random(12);
        for (int i = 0; i < 150; i++) {
            RawConnection connection =
                    asking(account, "progress wait", random.nextBoolean() ? "*/*" : "text/event-stream");
            Thread.sleep(random.nextInt(4), random.nextInt(1_000_000));
            connection.abort();
        }

        Service.until("nothing runs", () -> service.running() == 0 && service.waiting() == 0);
        Service.until("all jobs are cancelled", () -> backend.cancelled() - cancelled == backend.jobs() - jobs);
        Service.until("the credits are back", () -> service.credits(account).doubleValue() == 12.5);
    }

    /** Whose request was answered with a head; the backend makes one picture of two, and waits. */
    private RawConnection reading(String accept) throws IOException {
        byte[] body = Sent.json(Sent.request("prompt", "image wait", "samples", 2, "base_64", false));
        RawConnection connection = new RawConnection(service.base());
        connection.postHead(
                account, "Content-Type: application/json", "Accept: " + accept, "Content-Length: " + body.length);
        connection.write(body);
        assertThat(connection.head()).startsWith("HTTP/1.1 200");
        return connection;
    }

    private RawConnection asking(Account account, String script, String accept) throws IOException {
        byte[] body = Sent.json(Sent.request("prompt", script));
        RawConnection connection = new RawConnection(service.base());
        connection.postHead(
                account, "Content-Type: application/json", "Accept: " + accept, "Content-Length: " + body.length);
        connection.write(body);
        return connection;
    }
}
