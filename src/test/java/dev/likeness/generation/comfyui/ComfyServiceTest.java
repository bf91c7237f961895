package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service with this backend, over HTTP alone. */
@QuarkusTest
@TestProfile(ComfyServiceTest.WithComfy.class)
class ComfyServiceTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static class WithComfy implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
                    Map.entry("likeness.backend", "comfyui"),
                    Map.entry("likeness.comfyui.urls", "http://127.0.0.1:" + freePort()),
                    Map.entry("likeness.comfyui.read-pose", "false"),
                    Map.entry("likeness.comfyui.probe-interval", "50ms"),
                    Map.entry("likeness.comfyui.poll-interval", "20ms"),
                    Map.entry("likeness.comfyui.breaker-failures", "1000"),
                    Map.entry("likeness.generation.timeout", "12s"),
                    Map.entry("quarkus.otel.sdk.disabled", "false"),
                    Map.entry("quarkus.otel.traces.exporter", "none"));
        }

        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @TestHTTPResource("/")
    URI base;

    private final io.vertx.core.Vertx vertx = io.vertx.core.Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private FakeComfy server;

    @BeforeEach
    void aServerThatIsReady() {
        URI url = URI.create(ConfigProvider.getConfig().getValue("likeness.comfyui.urls", String.class));
        server = FakeComfy.start(vertx, "127.0.0.1", url.getPort());
        FakeComfy.await("the service to be ready", () -> health().statusCode() == 200);
    }

    @AfterEach
    void nothingIsLeft() {
        server.awaitIdle();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        FakeComfy.await("the service to see that", () -> health().statusCode() == 503);
    }

    private HttpResponse<String> health() {
        return send(HttpRequest.newBuilder(base.resolve("/q/health/ready")), BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request.header("x-api-key", "demo").build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(int samples) {
        Map<String, Object> fields = Map.of(
                "face_image",
                resource("face.jpg"),
                "pose_image",
                resource("pose.png"),
                "prompt",
                "a red coat in the rain",
                "use_input_img_dimension",
                false,
                "custom_width",
                96,
                "custom_height",
                128,
                "samples",
                samples);
        try {
            return HttpRequest.newBuilder(base.resolve("/v1/consistent-character-with-pose"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(fields)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream file = ComfyServiceTest.class.getResourceAsStream("/contract/" + name)) {
            return Base64.getEncoder().encodeToString(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> post(int samples) {
        return send(request(samples), BodyHandlers.ofString());
    }

    private BigDecimal credits() {
        try {
            String body = send(HttpRequest.newBuilder(base.resolve("/v1/get-user-credits")), BodyHandlers.ofString())
                    .body();
            return JSON.readTree(body).get("credits").decimalValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refused(int status, String code) throws IOException {
        BigDecimal before = credits();
        HttpResponse<String> answer = post(1);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).path("code").asText()).isEqualTo(code);
        assertThat(answer.body()).doesNotContain("127.0.0.1", "KSampler");
        assertThat(credits()).isEqualByComparingTo(before);
    }

    @Test
    void the_server_is_asked_on_behalf_of_the_callers_trace() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        var answer =
                send(request(2).header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"), BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        for (String route : List.of("/upload/image", "/prompt", "/history", "/view")) {
            assertThat(server.journal().requests(route).stream()
                            .filter(asked -> !asked.route().equals("/prompt")
                                    || asked.method().equals("POST")))
                    .as(route)
                    .isNotEmpty()
                    .allSatisfy(asked ->
                            assertThat(asked.headers().get("traceparent")).startsWith("00-" + trace + "-"));
        }
        assertThat(server.journal().requests("/object_info"))
                .as("a probe belongs to nobody's trace")
                .allSatisfy(asked -> assertThat(asked.headers()).doesNotContainKey("traceparent"));
    }

    @Test
    void a_request_makes_a_picture_without_the_workflow_in_it() throws Exception {
        BigDecimal before = credits();
        HttpResponse<String> answer = post(1);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-backend")).contains("comfyui");
        byte[] file = JSON.readTree(answer.body()).get("image").binaryValue();
        assertThat(PictureFile.verdict(file, 96, 128)).isEqualTo(PictureFile.Verdict.WHOLE);
        assertThat(new String(file, StandardCharsets.ISO_8859_1)).doesNotContain("red coat", "class_type");
        assertThat(credits()).isEqualByComparingTo(before.subtract(BigDecimal.ONE));
        assertThat(server.journal().graphProblems()).isEmpty();
    }

    @Test
    void events_reach_the_client_while_the_job_runs() throws Exception {
        Gate gate = new Gate();
        server.nextJob(JobScript.normal().holdAt(Moment.EXECUTED, gate));
        CompletableFuture<HttpResponse<InputStream>> answer = client.sendAsync(
                request(1)
                        .header("x-api-key", "demo")
                        .header("Accept", "text/event-stream")
                        .build(),
                BodyHandlers.ofInputStream());
        StringBuilder seen = new StringBuilder();
        try (InputStream body = answer.join().body()) {
            byte[] piece = new byte[8192];
            for (int length = body.read(piece); length >= 0; length = body.read(piece)) {
                seen.append(new String(piece, 0, length, StandardCharsets.UTF_8));
                if (seen.indexOf("event: progress") >= 0 && seen.indexOf("event: preview") >= 0) {
                    // The job is held before its end until both have arrived: without them this never goes on.
                    gate.open();
                }
            }
        }
        assertThat(seen.toString())
                .containsSubsequence("event: accepted", "event: progress", "event: image", "event: done");
    }

    @Test
    void a_face_that_the_server_does_not_find_is_the_callers_fault() throws Exception {
        server.nextJob(JobScript.normal().noFace());
        refused(400, "no_face");
    }

    @Test
    void an_error_at_the_server_is_a_bad_gateway() throws Exception {
        server.nextJob(JobScript.normal().fails("KSampler", "RuntimeError", "something"));
        refused(502, "backend_failed");
    }

    @Test
    void a_lost_job_is_a_bad_gateway() throws Exception {
        server.nextJob(JobScript.normal().restartAt(Moment.SAMPLING));
        refused(502, "backend_failed");
    }

    @Test
    void a_picture_that_exhausts_a_servers_memory_is_a_bad_gateway() throws Exception {
        server.nextJob(JobScript.normal().outOfMemory());
        refused(502, "backend_failed");
    }

    @Test
    void the_deadline_cancels_the_job() throws Exception {
        server.nextJob(JobScript.normal().neverEnds());
        refused(504, "backend_timeout");
        server.awaitIdle();
        assertThat(server.journal().outcomes()).containsValue(Journal.Outcome.INTERRUPTED);
    }

    @Test
    void a_client_that_goes_away_cancels_its_job_and_pays_nothing() {
        BigDecimal before = credits();
        server.nextJob(JobScript.normal().neverEnds());
        CompletableFuture<?> answer =
                client.sendAsync(request(1).header("x-api-key", "demo").build(), BodyHandlers.ofString());
        FakeComfy.await("the job to run", () -> !server.isIdle());
        answer.cancel(true);
        server.awaitIdle();
        FakeComfy.await("the credits to be given back", () -> credits().compareTo(before) == 0);
    }

    @Test
    void what_a_server_lacks_stands_in_the_health_answer() throws Exception {
        server.inventory().removeModel("ip-adapter.bin");
        refused(503, "backend_unavailable");
        FakeComfy.await("it to be seen", () -> health().body().contains("ip-adapter.bin"));
        JsonNode health = JSON.readTree(health().body());
        assertThat(health.path("status").asText()).isEqualTo("DOWN");
    }

    @Test
    void credits_are_conserved_whatever_goes_wrong() {
        BigDecimal before = credits();
        List<JobScript> scripts = List.of(
                JobScript.normal(),
                JobScript.normal().dropSocketAt(Moment.SAMPLING),
                JobScript.normal().outOfMemory(),
                JobScript.normal().restartAt(Moment.EXECUTED),
                JobScript.normal().noImages(),
                JobScript.normal().historyAfterReads(3),
                JobScript.normal().truncatedImage());
        for (int i = 0; i < 28; i++) {
            server.nextJob(scripts.get(i % scripts.size()));
        }
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            answers.add(client.sendAsync(
                    request(1 + i % 2).header("x-api-key", "demo").build(), BodyHandlers.ofString()));
        }
        int paid = 0;
        for (int i = 0; i < answers.size(); i++) {
            paid += answers.get(i).join().statusCode() == 200 ? 1 + i % 2 : 0;
        }
        assertThat(credits()).isEqualByComparingTo(before.subtract(BigDecimal.valueOf(paid)));
    }

    /** One job waits until another's server is free; what is asked for it then belongs to its own trace. */
    @Test
    void a_job_that_has_waited_for_a_server_goes_on_in_its_own_trace() throws Exception {
        List<String> traces = List.of("1".repeat(32), "2".repeat(32), "3".repeat(32));
        Gate gate = new Gate();
        server.nextJob(JobScript.normal().holdAt(Moment.SAMPLING, gate));
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (String trace : traces) {
            answers.add(client.sendAsync(
                    request(1)
                            .header("x-api-key", "demo")
                            .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                            .build(),
                    BodyHandlers.ofString()));
            int running = answers.size();
            FakeComfy.await("it to run or to wait for the server", () -> metrics()
                    .contains("likeness_generations_in_flight " + running + ".0"));
        }
        gate.awaitReached();
        gate.open();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(server.journal().requests("/prompt").stream()
                        .filter(asked -> asked.method().equals("POST"))
                        .map(ComfyServiceTest::trace)
                        .toList())
                .containsExactlyInAnyOrderElementsOf(traces);
        assertThat(server.journal().requests("/upload/image"))
                .extracting(ComfyServiceTest::trace)
                .hasSize(2 * traces.size())
                .containsOnlyElementsOf(traces);
        for (Journal.Submitted prompt : server.journal().prompts()) {
            assertThat(server.journal().requests().stream()
                            .filter(asked -> ofJob(asked, prompt))
                            .map(ComfyServiceTest::trace)
                            .distinct())
                    .as("the traces in which %s was asked for", prompt.promptId())
                    .hasSize(1);
        }
    }

    private static boolean ofJob(Journal.Received asked, Journal.Submitted prompt) {
        return asked.body().path("prompt_id").asText().equals(prompt.promptId())
                || asked.path().endsWith(prompt.promptId())
                || asked.query().getOrDefault("filename", "").contains(prompt.promptId());
    }

    private static String trace(Journal.Received asked) {
        return asked.headers().getOrDefault("traceparent", "--").split("-")[1];
    }

    private String metrics() {
        return send(HttpRequest.newBuilder(base.resolve("/q/metrics")), BodyHandlers.ofString())
                .body();
    }
}
