package dev.likeness.generation.segmind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.AtOnce;
import dev.likeness.generation.segmind.FakeUpstream.Fault;
import dev.likeness.generation.segmind.FakeUpstream.Refusal;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service in front of an upstream, with the preview to stand in for it, over HTTP alone. */
@QuarkusTest
@TestProfile(WithSegmind.class)
class SegmindServiceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUBMIT = "POST /v2/consistent-character-with-pose";
    private static final int REQUESTS = 120;

    @TestHTTPResource("/")
    URI base;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private FakeUpstream fake;

    @BeforeEach
    void anUpstreamThatIsReady() {
        URI url = URI.create(ConfigProvider.getConfig().getValue("likeness.segmind.url", String.class));
        fake = new FakeUpstream(vertx, url.getPort());
        fake.credits = 1_000_000;
        Rig.until("the upstream to be ready", () -> health().contains("\"segmind\": \"ready\""));
    }

    @AfterEach
    void close() {
        fake.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        Rig.until("the service to see that", () -> health().contains("\"segmind\": \"not ready\""));
    }

    @Test
    void a_request_is_made_upstream_and_paid_here_and_says_so() {
        BigDecimal before = credits();

        HttpResponse<byte[]> answer = post(Map.of("samples", 1, "base_64", false));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-backend")).contains("segmind");
        assertThat(new BigDecimal(
                        answer.headers().firstValue("x-remaining-credits").orElseThrow()))
                .isEqualByComparingTo(before.subtract(BigDecimal.ONE));
        assertThat(credits()).isEqualByComparingTo(before.subtract(BigDecimal.ONE));
        assertThat(fake.jobs).hasSize(1);
        assertThat(fake.jobs.get(0).idempotencyKey)
                .isEqualTo(answer.headers().firstValue("x-request-id").orElseThrow());
    }

    @Test
    void what_is_left_upstream_is_a_metric_and_nothing_that_a_caller_sees() {
        fake.credits = 4321.5;

        Rig.until("the metric shows it", () -> text("/q/metrics").contains("likeness_segmind_credits 4321.5"));
        HttpResponse<byte[]> answer = post(Map.of());

        assertThat(answer.headers().map().toString() + new String(answer.body()))
                .doesNotContain("4320.5");
    }

    @Test
    void a_picture_of_another_size_is_brought_to_the_promised_one() throws IOException {
        fake.paints = asked -> Paintings.file("jpeg", 192, 258);

        HttpResponse<byte[]> answer = post(Map.of("base_64", false));

        assertThat(answer.statusCode()).isEqualTo(200);
        var picture = ImageIO.read(new ByteArrayInputStream(answer.body()));
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(96, 128);
    }

    @Test
    void what_is_not_the_promised_picture_is_a_failure_that_costs_nothing_and_no_other_backends_job() {
        BigDecimal before = credits();
        List<byte[]> wrong = List.of(
                Paintings.png(128, 96),
                Arrays.copyOf(Paintings.png(96, 128), 120),
                "<html>oops".getBytes(),
                new byte[0],
                Paintings.file("gif", 96, 128));
        for (byte[] file : wrong) {
            fake.paints = asked -> file;
            assertError(post(Map.of()), 502, "backend_failed");
        }
        assertThat(credits()).isEqualByComparingTo(before);
        assertThat(fake.jobs).hasSize(wrong.size());
    }

    @Test
    void a_bad_key_is_named_to_the_operator_and_the_preview_stands_in() {
        fake.keyIsGood = false;

        HttpResponse<byte[]> answer = post(Map.of());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-backend")).contains("preview");
        assertThat(health())
                .contains("\"segmind\": \"not ready\"", "does not take the key of likeness.segmind.api-key");
        assertThat(health()).doesNotContain(FakeUpstream.KEY);
    }

    @Test
    void an_empty_account_upstream_is_not_the_callers_and_the_preview_stands_in() {
        fake.submitRefused = Refusal.of(406, "Insufficient credits: balance 0.2, this request needs 1");
        BigDecimal before = credits();

        HttpResponse<byte[]> answer = post(Map.of());

        assertThat(answer.headers().firstValue("x-backend")).contains("preview");
        assertThat(credits()).isEqualByComparingTo(before.subtract(BigDecimal.ONE));
    }

    @Test
    void what_is_wrong_with_the_callers_fields_is_the_callers_whatever_stands_in() throws IOException {
        fake.submitRefused = Refusal.of(400, "prompt: rejected by the safety filter");

        JsonNode error = assertError(post(Map.of()), 400, "invalid_request");

        assertThat(error.at("/fields/0/field").asText()).isEqualTo("prompt");
        assertThat(error.at("/fields/0/message").asText()).contains("safety filter");
    }

    @Test
    void a_job_that_takes_too_long_is_cancelled_and_costs_nothing() {
        fake.likeness = true;
        fake.looksUntilDone = Integer.MAX_VALUE;
        BigDecimal before = credits();

        assertError(post(Map.of()), 504, "backend_timeout");

        assertThat(credits()).isEqualByComparingTo(before);
        Rig.until("the job is cancelled", () -> fake.jobs.get(0).cancelled);
    }

    @Test
    void an_event_stream_says_who_makes_the_pictures() {
        String upstream = new String(post(Map.of(), "text/event-stream").body());
        fake.submitRefused = Refusal.of(429, "slow down");
        String preview = new String(post(Map.of(), "text/event-stream").body());

        assertThat(upstream)
                .containsSubsequence("event: accepted", "event: backend\ndata: {\"name\":\"segmind\"}", "event: done");
        assertThat(preview)
                .containsSubsequence("event: accepted", "event: backend\ndata: {\"name\":\"preview\"}", "event: done");
        assertThat(upstream).doesNotContain("preview");
        assertThat(preview).doesNotContain("segmind");
    }

    /** Whatever goes wrong: one answer, paid when it has the pictures and not otherwise, and one job upstream at most. */
    @Test
    void random_faults_lose_no_credit_and_pay_nothing_twice() throws Exception {
        SplittableRandom random = new SplittableRandom(20261125);
        fake.faults = route -> faultAt(route, random);
        BigDecimal before = credits();
        List<HttpResponse<byte[]>> answers = new CopyOnWriteArrayList<>();

        AtOnce.run(IntStream.range(0, REQUESTS)
                .<Runnable>mapToObj(i -> () -> answers.add(post(Map.of("samples", 1 + i % 2))))
                .toList());
        fake.faults = route -> Fault.NONE;

        int paid = 0;
        int upstream = 0;
        int failed = 0;
        for (HttpResponse<byte[]> answer : answers) {
            String id = answer.headers().firstValue("x-request-id").orElseThrow();
            String by = answer.headers().firstValue("x-backend").orElse("nobody");
            assertThat(fake.jobsOf(id)).as(by + " " + answer.statusCode()).isLessThanOrEqualTo(1);
            if (answer.statusCode() == 200) {
                JsonNode body = JSON.readTree(answer.body());
                paid += body.has("images") ? body.get("images").size() : 1;
                assertThat(fake.jobsOf(id)).as(by).isEqualTo(by.equals("segmind") ? 1 : 0);
                upstream += by.equals("segmind") ? 1 : 0;
            } else {
                assertThat(answer.statusCode()).isIn(502, 503, 504);
                failed++;
            }
        }
        assertThat(answers).hasSize(REQUESTS);
        assertThat(credits()).isEqualByComparingTo(before.subtract(BigDecimal.valueOf(paid)));
        assertThat(upstream).as("made upstream").isGreaterThan(REQUESTS / 5);
        assertThat(failed).as("failed").isPositive();
        assertThat(paid).isPositive();
        Rig.until("nothing is at the upstream", () -> text("/q/metrics").contains("likeness_segmind_jobs 0.0"));
    }

    private Fault faultAt(String route, SplittableRandom random) {
        boolean submits = route.equals(SUBMIT);
        if (submits) {
            fake.submitRefused = switch (random.nextInt(20)) {
                case 0 -> Refusal.of(429, "slow down");
                case 1 -> Refusal.of(503, "busy");
                case 2 -> Refusal.of(500, "oops");
                case 3 -> Refusal.of(406, "Insufficient credits");
                default -> null;
            };
        }
        if (route.contains("credits") || random.nextInt(submits ? 5 : 12) != 0) {
            return Fault.NONE;
        }
        Fault[] all = Fault.values();
        return all[random.nextInt(all.length)];
    }

    private HttpResponse<byte[]> post(Map<String, Object> fields) {
        return post(fields, "*/*");
    }

    private HttpResponse<byte[]> post(Map<String, Object> fields, String accept) {
        JsonObject body = new JsonObject()
                .put("face_image", resource("face.jpg"))
                .put("pose_image", resource("pose.png"))
                .put("prompt", "a red coat in the rain")
                .put("use_input_img_dimension", false)
                .put("custom_width", 96)
                .put("custom_height", 128);
        fields.forEach(body::put);
        return send(HttpRequest.newBuilder(base.resolve("/v1/consistent-character-with-pose"))
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .POST(BodyPublishers.ofString(body.encode())));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(
                    request.header("x-api-key", "demo").timeout(Rig.PATIENCE).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode assertError(HttpResponse<byte[]> answer, int status, String code) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            assertThat(answer.statusCode()).as(body.toString()).isEqualTo(status);
            assertThat(body.path("code").asText()).isEqualTo(code);
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(String path) {
        return new String(send(HttpRequest.newBuilder(base.resolve(path)).header("Accept", "text/plain"))
                .body());
    }

    private String health() {
        return text("/q/health/ready");
    }

    private BigDecimal credits() {
        try {
            return JSON.readTree(text("/v1/get-user-credits")).get("credits").decimalValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream file = SegmindServiceTest.class.getResourceAsStream("/contract/" + name)) {
            return Base64.getEncoder().encodeToString(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
