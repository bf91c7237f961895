package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests sent again while the first is made, or after it came to nothing. Only in the process: a package has no such backend. */
@QuarkusTest
@TestProfile(ScriptedBackend.Queued.class)
class ScriptedIdempotencyTest extends ContractTest {

    @Inject
    ScriptedBackend backend;

    private final String key = UUID.randomUUID().toString();

    @AfterEach
    void nothing_is_left_behind() {
        Service.until("nothing runs", () -> service.running() == 0 && service.waiting() == 0);
    }

    private byte[] body(String script) {
        return Sent.json(Sent.request("prompt", script));
    }

    private Answer send(String script) {
        return service.json(account, body(script), "Idempotency-Key", key);
    }

    private CompletableFuture<HttpResponse<String>> sending(String script) {
        return HttpClient.newHttpClient()
                .sendAsync(
                        service.posting(account, body(script), "application/json")
                                .header("Idempotency-Key", key)
                                .build(),
                        BodyHandlers.ofString());
    }

    private RawConnection connection(String script) throws IOException {
        int jobs = backend.jobs();
        RawConnection connection = new RawConnection(base);
        byte[] body = body(script);
        connection.postHead(
                account, "Content-Type: application/json", "Idempotency-Key: " + key, "Content-Length: " + body.length);
        connection.write(body);
        Service.until("the job has begun", () -> backend.jobs() == jobs + 1);
        return connection;
    }

    /**
     * A repeated request has been read, since its body counts until it is answered, and waits: a third one that came after it
     * has asked the store by then. If it asked after the first one's failure it would be made anew.
     */
    private void untilItWaits(double bytesBefore) {
        Service.until("the second is read", () -> service.bodyBytes() > bytesBefore);
        send("image").refused(409, "idempotency_conflict");
    }

    @Test
    void who_sends_it_again_while_it_is_made_waits_for_it() throws IOException {
        try (RawConnection first = connection("progress hold image")) {
            int jobs = backend.jobs();
            double bytes = service.bodyBytes();
            var second = sending("progress hold image");
            untilItWaits(bytes);

            backend.goOn();

            HttpResponse<String> again = second.join();
            assertThat(first.statusLine()).startsWith("HTTP/1.1 200");
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(again.headers().firstValue("idempotency-replayed")).contains("true");
            assertThat(backend.jobs()).isEqualTo(jobs);
            assertThat(service.credits(account)).isEqualByComparingTo("11.5");
        }
    }

    @Test
    void another_body_is_refused_while_it_is_made() throws IOException {
        try (RawConnection first = connection("hold image")) {
            send("image").refused(409, "idempotency_conflict");
            backend.goOn();
            assertThat(first.statusLine()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_caller_who_leaves_gives_it_up_and_pays_nothing() throws IOException {
        int cancelled = backend.cancelled();
        RawConnection first = connection("wait");
        assertThat(service.credits(account)).isEqualByComparingTo("11.5");

        first.abort();

        Service.until("the job is cancelled", () -> backend.cancelled() == cancelled + 1);
        Service.until("the credits are back", () -> service.credits(account).doubleValue() == 12.5);
    }

    @Test
    void callers_who_leave_at_any_moment_leave_nothing_behind() throws Exception {
        int jobs = backend.jobs(), cancelled = backend.cancelled();
        Random random = new Random(12);
        byte[] body = body("progress wait");
        for (int i = 0; i < 100; i++) {
            RawConnection connection = new RawConnection(base);
            connection.postHead(
                    account,
                    "Content-Type: application/json",
                    "Idempotency-Key: " + i,
                    "Content-Length: " + body.length);
            connection.write(body);
            Thread.sleep(random.nextInt(6), random.nextInt(1_000_000));
            connection.abort();
        }

        Service.until("nothing runs", () -> service.running() == 0 && service.waiting() == 0);
        Service.until("all jobs are cancelled", () -> backend.cancelled() - cancelled == backend.jobs() - jobs);
        Service.until("the credits are back", () -> service.credits(account).doubleValue() == 12.5);
    }

    @Test
    void after_a_caller_has_left_the_same_key_makes_it_anew() throws IOException {
        RawConnection first = connection("hold image");
        first.abort();
        Service.until("the credits are back", () -> service.credits(account).doubleValue() == 12.5);
        int jobs = backend.jobs();

        var second = sending("hold image");
        Service.until("it is made anew", () -> backend.jobs() == jobs + 1);
        backend.goOn();

        HttpResponse<String> answer = second.join();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("idempotency-replayed")).isEmpty();
        assertThat(service.credits(account)).isEqualByComparingTo("11.5");
    }

    @Test
    void when_the_first_caller_leaves_somebody_who_waits_begins_anew() throws IOException {
        RawConnection first = connection("hold image");
        int jobs = backend.jobs();
        double bytes = service.bodyBytes();
        var second = sending("hold image");
        untilItWaits(bytes);

        first.abort();

        Service.until("it is made anew", () -> backend.jobs() == jobs + 1);
        backend.goOn();
        assertThat(second.join().statusCode()).isEqualTo(200);
        assertThat(service.credits(account)).isEqualByComparingTo("11.5");
    }

    @Test
    void who_waits_and_leaves_changes_nothing() throws IOException {
        try (RawConnection first = connection("hold image")) {
            double bytes = service.bodyBytes();
            RawConnection second = new RawConnection(base);
            byte[] body = body("hold image");
            second.postHead(
                    account,
                    "Content-Type: application/json",
                    "Idempotency-Key: " + key,
                    "Content-Length: " + body.length);
            second.write(body);
            untilItWaits(bytes);

            second.abort();

            Service.until("it is gone", () -> service.bodyBytes() <= bytes);
            backend.goOn();
            assertThat(first.statusLine()).startsWith("HTTP/1.1 200");
        }
        assertThat(service.credits(account)).isEqualByComparingTo("11.5");
    }

    @Test
    void a_failure_that_cost_nothing_may_be_tried_again() {
        int jobs = backend.jobs();

        send("fail").refused(502, "backend_failed");
        assertThat(service.credits(account)).isEqualByComparingTo("12.5");
        send("fail").refused(502, "backend_failed");
        send("image").ok();

        assertThat(backend.jobs()).isEqualTo(jobs + 3);
        assertThat(service.credits(account)).isEqualByComparingTo("11.5");
    }

    @Test
    void who_waited_for_one_that_fails_is_told_the_same() throws IOException {
        try (RawConnection first = connection("hold fail")) {
            int jobs = backend.jobs();
            double bytes = service.bodyBytes();
            var second = sending("hold fail");
            untilItWaits(bytes);

            backend.goOn();

            assertThat(first.statusLine()).startsWith("HTTP/1.1 502");
            HttpResponse<String> answer = second.join();
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("\"backend_failed\"");
            assertThat(backend.jobs()).isEqualTo(jobs);
        }
        assertThat(service.credits(account)).isEqualByComparingTo("12.5");
    }

    @Test
    void it_never_stands_behind_the_queue() {
        Twin twin = new Twin(service, Account.fresh());
        int jobs = backend.jobs();
        String running = twin.submitted(Sent.request("prompt", "wait"));
        Service.until("the job has begun", () -> backend.jobs() == jobs + 1);
        String waiting = twin.submitted(Sent.request("prompt", "image"));

        send("image").ok();

        assertThat(twin.state(waiting)).isEqualTo("QUEUED");
        twin.cancel(running).ok();
        twin.ended(waiting, "COMPLETED");
    }

    @Test
    void cancelled_under_its_id_it_stops() throws IOException {
        Twin twin = new Twin(service, account);
        int cancelled = backend.cancelled();
        try (RawConnection first = connection("progress wait")) {
            double running = service.running();
            assertThat(running).isEqualTo(1);
            String id = backend.latest().toString();

            assertThat(twin.cancel(id).ok().json().get("cancelled").booleanValue())
                    .isTrue();

            assertThat(first.statusLine()).startsWith("HTTP/1.1 422");
        }
        Service.until("the job is cancelled", () -> backend.cancelled() == cancelled + 1);
        assertThat(service.credits(account)).isEqualByComparingTo("12.5");
    }
}
