package dev.likeness.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What SIGTERM does, with which Kubernetes ends a pod. */
class ShutdownIT {

    private static final int DONE = 0;
    private static final int NOT_ALL_DONE = 1;
    private static final int MANY = 200;

    @Test
    void two_hundred_requests_in_progress_are_all_answered_with_their_pictures() throws Exception {
        // One at a time, so that nearly all of them still wait for their turn when the signal comes.
        try (PackagedService service = started(Map.of(
                "likeness.admission.running",
                "1",
                "likeness.admission.waiting",
                "200",
                "likeness.pose.waiting",
                "300"))) {
            List<CompletableFuture<HttpResponse<byte[]>>> answers = IntStream.range(0, MANY)
                    .mapToObj(i -> service.http().sendAsync(small(service, i).build(), BodyHandlers.ofByteArray()))
                    .toList();
            service.awaitMetrics(metrics -> admitted(metrics) == MANY);
            long answeredBefore =
                    answers.stream().filter(CompletableFuture::isDone).count();

            service.terminate();

            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.join().statusCode()).isEqualTo(200);
                assertThat(new String(answer.join().body(), 1, 3)).isEqualTo("PNG");
            });
            assertThat(answeredBefore).as("answered before the signal").isLessThan(MANY / 2);
            assertThat(service.exitCode()).isEqualTo(DONE);
            assertThat(service.log()).contains("stopped in").doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void meanwhile_readiness_is_false_and_new_work_is_refused_in_the_words_of_the_contract() throws Exception {
        try (PackagedService service = started(Map.of());
                HalfSent running = HalfSent.inProgress(service, Pictures.json("\"base_64\":false"))) {
            service.terminate();
            service.awaitStatus("/q/health/ready", 503);

            var refused = service.send(small(service, 1));
            assertThat(refused.statusCode()).isEqualTo(503);
            JsonNode body = new ObjectMapper().readTree(refused.body());
            assertThat(body.get("code").textValue()).isEqualTo("shutting_down");
            assertThat(body.get("error").textValue()).contains("again in 2 s");
            assertThat(refused.headers().firstValue("x-request-id"))
                    .contains(body.get("request_id").textValue());
            assertThat(refused.headers().firstValue("retry-after")).contains("2");
            assertThat(refused.headers().firstValue("connection")).contains("close");
            assertThat(service.send(service.posting("/v1/pose", "image/png", Pictures.sample("pose.png")))
                            .statusCode())
                    .isEqualTo(503);
            assertThat(service.send(service.to("/q/health/live")).statusCode()).isEqualTo(200);
            assertThat(service.metrics()).contains("likeness_shutting_down 1.0");
            assertThat(service.send(service.to("/v1/get-user-credits")).statusCode())
                    .as("what starts no work")
                    .isEqualTo(200);

            running.sendRest();
            assertThat(running.head()).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
            assertThat(running.body()).hasSizeGreaterThan(10_000);
            assertThat(service.exitCode()).isEqualTo(DONE);
            assertThat(service.log()).doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void a_queue_in_memory_takes_nothing_more_and_what_waits_in_it_fails_without_a_charge() throws Exception {
        ObjectMapper json = new ObjectMapper();
        try (PackagedService service = started(Map.of("likeness.requests.workers", "0"));
                HalfSent running = HalfSent.inProgress(service, Pictures.json("\"base_64\":false"))) {
            String credits =
                    new String(service.send(service.to("/v1/get-user-credits")).body());
            var accepted = service.send(service.posting(
                    "/v2/consistent-character-with-pose", "application/json", Pictures.json("\"seed\":1")));
            assertThat(accepted.statusCode()).isEqualTo(200);
            String id = json.readTree(accepted.body()).get("request_id").textValue();

            service.terminate();
            service.awaitStatus("/q/health/ready", 503);

            var waiting = service.send(service.to("/v2/requests/" + id + "/status"));
            assertThat(waiting.statusCode()).isEqualTo(422);
            assertThat(json.readTree(waiting.body()).get("status").textValue()).isEqualTo("FAILED");
            assertThat(json.readTree(waiting.body()).get("error").textValue()).contains("nothing was charged");
            var refused = service.send(service.posting(
                    "/v2/consistent-character-with-pose", "application/json", Pictures.json("\"seed\":2")));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(json.readTree(refused.body()).get("code").textValue()).isEqualTo("shutting_down");
            assertThat(refused.headers().firstValue("retry-after")).contains("2");
            assertThat(new String(
                            service.send(service.to("/v1/get-user-credits")).body()))
                    .isEqualTo(credits);
            running.sendRest();
            assertThat(running.head()).startsWith("HTTP/1.1 200");
            assertThat(service.exitCode()).isEqualTo(DONE);
        }
    }

    @Test
    void a_client_that_is_refused_while_it_sends_a_large_body_comes_to_read_why() throws Exception {
        byte[] large = new byte[8 << 20];
        try (PackagedService service = warm();
                HalfSent running = HalfSent.inProgress(service, Pictures.json("\"base_64\":false"))) {
            service.terminate();
            service.awaitStatus("/q/health/ready", 503);

            try (HalfSent refused = new HalfSent(service, large)) {
                running.sendRest();
                running.body();
                refused.sendRest();

                assertThat(refused.head()).startsWith("HTTP/1.1 503");
                assertThat(new String(refused.body())).contains("shutting_down");
            }
            assertThat(service.exitCode()).isEqualTo(DONE);
        }
    }

    @Test
    void new_work_is_still_taken_for_as_long_as_is_configured() throws Exception {
        try (PackagedService service = started(Map.of("likeness.shutdown.accept-for", "300s"))) {
            service.terminate();
            service.awaitStatus("/q/health/ready", 503);

            var answer = service.send(small(service, 1));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("connection")).contains("close");
            HttpClient http2 =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
            for (int i = 0; i < 2; i++) {
                var multiplexed = http2.send(service.to("/v1/get-user-credits").build(), BodyHandlers.ofByteArray());
                assertThat(multiplexed.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(multiplexed.headers().firstValue("connection")).isEmpty();
            }
            service.terminate();
        }
    }

    @Test
    void a_stream_of_events_runs_to_its_end() throws Exception {
        try (PackagedService service = started(Map.of())) {
            var request = Pictures.request(
                            service, Pictures.sample("face.jpg"), Pictures.sample("pose.png"), "\"samples\":2")
                    .header("Accept", "text/event-stream");

            var answer = service.http().send(request.build(), BodyHandlers.ofInputStream());
            try (BufferedReader events = new BufferedReader(new InputStreamReader(answer.body()))) {
                assertThat(events.readLine()).isEqualTo("event: accepted");
                service.terminate();
                List<String> names = events.lines()
                        .filter(line -> line.startsWith("event: "))
                        .collect(Collectors.toList());

                assertThat(names.stream().filter("event: image"::equals)).hasSize(2);
                assertThat(names.get(names.size() - 1)).isEqualTo("event: done");
            }
            assertThat(service.exitCode()).isEqualTo(DONE);
            assertThat(service.log()).doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void an_answer_that_a_slow_client_reads_is_sent_to_its_end() throws Exception {
        try (PackagedService service = started(Map.of());
                HalfSent slow = HalfSent.inProgress(
                        service,
                        Pictures.json(
                                "\"samples\":4,\"use_input_img_dimension\":false,\"custom_width\":2048,\"custom_height\":2048"))) {
            slow.sendRest();
            String head = slow.head();
            service.terminate();
            service.awaitStatus("/q/health/ready", 503);

            assertThat(head).startsWith("HTTP/1.1 200");
            assertThat(slow.body()).hasSizeGreaterThan(1 << 20).endsWith("\"}".getBytes());
            assertThat(service.exitCode()).isEqualTo(DONE);
        }
    }

    @Test
    void work_that_takes_too_long_is_told_so_and_then_the_process_ends() throws Exception {
        try (PackagedService service =
                started(Map.of("likeness.shutdown.timeout", "1ms", "likeness.admission.running", "1"))) {
            var first = service.http().sendAsync(huge(service).build(), BodyHandlers.ofByteArray());
            var second = service.http().sendAsync(huge(service).build(), BodyHandlers.ofByteArray());
            service.awaitMetrics(metrics -> value(metrics, "likeness_generations_waiting") == 1);

            service.terminate();

            assertThat(List.of(first, second)).allSatisfy(answer -> {
                assertThat(answer.join().statusCode()).isEqualTo(503);
                assertThat(new String(answer.join().body()))
                        .contains("\"code\":\"shutting_down\"", "nothing was charged");
                assertThat(answer.join().headers().firstValue("retry-after")).contains("2");
            });
            assertThat(service.exitCode()).isEqualTo(DONE);
        }
    }

    @Test
    void a_request_that_never_comes_to_its_end_is_left_and_the_exit_code_says_so() throws Exception {
        try (PackagedService service = started(Map.of("likeness.shutdown.timeout", "100ms"));
                HalfSent endless = HalfSent.inProgress(service, Pictures.json("\"samples\":1"))) {
            service.terminate();

            assertThat(service.exitCode()).isEqualTo(NOT_ALL_DONE);
            assertThat(service.log()).contains("1 requests are left without an answer");
            assertThatThrownBy(endless::head).isInstanceOf(IOException.class);
        }
    }

    @Test
    void an_idle_process_ends_at_once() {
        try (PackagedService service = started(Map.of())) {
            service.terminate();

            assertThat(service.exitCode()).isEqualTo(DONE);
            assertThat(service.log()).contains("stopped in").doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void a_second_signal_ends_it_without_waiting() throws Exception {
        try (PackagedService service = started(Map.of());
                HalfSent running = HalfSent.inProgress(service, Pictures.json("\"samples\":1"))) {
            service.terminate();
            service.awaitStatus("/q/health/ready", 503);

            service.terminate();

            assertThat(service.exitCode()).isEqualTo(NOT_ALL_DONE);
            assertThatThrownBy(running::head).isInstanceOf(IOException.class);
        }
    }

    private static PackagedService started(Map<String, String> properties) {
        return PackagedService.start(PackageForm.built(), properties).awaitReady();
    }

    /**
     * One that has its networks loaded: the rest of a refused body is thrown away for five seconds only, in which the request
     * that is in progress has to be answered, however busy the machine is.
     */
    private static PackagedService warm() {
        PackagedService service = started(Map.of());
        service.send(small(service, 1));
        return service;
    }

    /** A picture that takes some tens of milliseconds. */
    private static HttpRequest.Builder small(PackagedService service, int seed) {
        return sized(service, 128, "\"base_64\":false,\"seed\":" + seed);
    }

    /** Pictures that take some seconds. */
    private static HttpRequest.Builder huge(PackagedService service) {
        return sized(service, 4096, "\"samples\":4");
    }

    private static HttpRequest.Builder sized(PackagedService service, int side, String more) {
        return Pictures.request(
                service,
                Pictures.sample("face.jpg"),
                Pictures.sample("pose.png"),
                "\"use_input_img_dimension\":false,\"custom_width\":%d,\"custom_height\":%d,%s"
                        .formatted(side, side, more));
    }

    /** All that have come so far. */
    private static int admitted(String metrics) {
        return value(metrics, "likeness_generations_in_flight")
                + value(metrics, "likeness_generations_waiting")
                + value(metrics, "likeness_requests_total{outcome=\"completed\"}");
    }

    private static int value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }
}
