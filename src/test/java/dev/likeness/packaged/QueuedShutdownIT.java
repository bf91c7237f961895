package dev.likeness.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.store.TestRedis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of queued requests when the replica ends that they were sent to: another one goes on. */
class QueuedShutdownIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MANY = 12;

    private static TestRedis redis;

    @BeforeAll
    static void begin() {
        TestRedis.assumeInstalled();
        redis = TestRedis.start();
    }

    @AfterAll
    static void end() {
        if (redis != null) {
            redis.close();
        }
    }

    private static PackagedService started(String prefix, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("likeness.store", "redis");
        properties.put("quarkus.redis.hosts", redis.url());
        properties.put("likeness.redis.key-prefix", prefix);
        properties.put("likeness.requests.link-secret", "0123456789abcdef0123456789abcdef");
        properties.put("likeness.requests.workers", "1");
        return PackagedService.start(PackageForm.built(), properties).awaitReady();
    }

    private static List<String> submitted(PackagedService service, int count, int side, int samples)
            throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] body = Pictures.json(
                    "\"use_input_img_dimension\":false,\"custom_width\":%d,\"custom_height\":%d,\"samples\":%d"
                            .formatted(side, side, samples));
            var answer = service.send(service.posting("/v2/consistent-character-with-pose", "application/json", body));
            assertThat(answer.statusCode()).isEqualTo(200);
            ids.add(JSON.readTree(answer.body()).get("request_id").textValue());
        }
        return ids;
    }

    private static JsonNode asked(PackagedService service, String path) throws IOException {
        return JSON.readTree(service.send(service.to(path)).body());
    }

    private static JsonNode completed(PackagedService service, String id) throws IOException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        JsonNode result = asked(service, "/v2/requests/" + id);
        while (!List.of("COMPLETED", "FAILED").contains(result.get("status").textValue())) {
            assertThat(System.nanoTime()).as(result::toString).isLessThan(end);
            result = asked(service, "/v2/requests/" + id);
        }
        assertThat(result.get("status").textValue()).as(result::toString).isEqualTo("COMPLETED");
        return result;
    }

    private static double credits(PackagedService service) throws IOException {
        return asked(service, "/v1/get-user-credits").get("credits").doubleValue();
    }

    @Test
    void what_waits_is_done_by_another_and_paid_once() throws Exception {
        try (PackagedService first = started("waiting", Map.of())) {
            double before = credits(first);
            List<String> ids = submitted(first, MANY, 256, 1);

            first.terminate();

            assertThat(first.exitCode()).isZero();
            assertThat(first.log()).contains("stopped in").doesNotContain("ERROR", "Exception");
            try (PackagedService second = started("waiting", Map.of())) {
                for (String id : ids) {
                    completed(second, id);
                }
                assertThat(credits(second)).isEqualTo(before - MANY);
            }
        }
    }

    @Test
    void what_runs_for_too_long_goes_back_with_all_its_attempts() throws Exception {
        try (PackagedService first = started("running", Map.of("likeness.shutdown.timeout", "100ms"))) {
            double before = credits(first);
            String id = submitted(first, 1, 4096, 4).get(0);
            first.awaitMetrics(metrics -> metrics.contains("likeness_generations_in_flight 1.0"));

            first.terminate();

            first.exitCode();
            assertThat(first.log()).contains("Not all requests have ended within likeness.shutdown.timeout");
            try (PackagedService second = started("running", Map.of())) {
                JsonNode result = completed(second, id);

                assertThat(result.get("metrics").get("retry_count").intValue()).isZero();
                assertThat(credits(second)).isEqualTo(before - 4);
            }
        }
    }
}
