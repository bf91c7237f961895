package dev.likeness.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of queued requests when the replica ends that they were sent to: another one goes on. */
class QueuedShutdownIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MANY = 12;

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas();

    private static List<String> submitted(PackagedService service, int count, int side, int samples)
            throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] body = Pictures.json(String.format(
                    Locale.ROOT,
                    "\"use_input_img_dimension\":false,\"custom_width\":%d,\"custom_height\":%d,\"samples\":%d",
                    side,
                    side,
                    samples));
            var answer = service.send(service.posting("/v2/consistent-character-with-pose", "application/json", body));
            assertThat(answer.statusCode()).isEqualTo(200);
            ids.add(JSON.readTree(answer.body()).get("request_id").textValue());
        }
        return ids;
    }

    private static JsonNode completed(PackagedService service, String id) throws IOException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        JsonNode result = Replicas.asked(service, "/v2/requests/" + id);
        while (!List.of("COMPLETED", "FAILED").contains(result.get("status").textValue())) {
            assertThat(System.nanoTime()).as(result::toString).isLessThan(end);
            result = Replicas.asked(service, "/v2/requests/" + id);
        }
        assertThat(result.get("status").textValue()).as(result::toString).isEqualTo("COMPLETED");
        return result;
    }

    @Test
    void what_waits_is_done_by_another_and_paid_once() throws Exception {
        try (PackagedService first = REPLICAS.started("waiting", Map.of())) {
            double before = Replicas.credits(first);
            List<String> ids = submitted(first, MANY, 256, 1);

            first.terminate();

            assertThat(first.exitCode()).isZero();
            assertThat(first.log()).contains("stopped in").doesNotContain("ERROR", "Exception");
            try (PackagedService second = REPLICAS.started("waiting", Map.of())) {
                for (String id : ids) {
                    completed(second, id);
                }
                assertThat(Replicas.credits(second)).isEqualTo(before - MANY);
            }
        }
    }

    @Test
    void what_runs_for_too_long_goes_back_with_all_its_attempts() throws Exception {
        try (PackagedService first = REPLICAS.started("running", Map.of("likeness.shutdown.timeout", "100ms"))) {
            double before = Replicas.credits(first);
            String id = submitted(first, 1, 4096, 4).get(0);
            first.awaitMetrics(metrics -> metrics.contains("likeness_generations_in_flight 1.0"));

            first.terminate();

            first.exitCode();
            assertThat(first.log()).contains("Not all requests have ended within likeness.shutdown.timeout");
            try (PackagedService second = REPLICAS.started("running", Map.of())) {
                JsonNode result = completed(second, id);

                assertThat(result.get("metrics").get("retry_count").intValue()).isZero();
                assertThat(Replicas.credits(second)).isEqualTo(before - 4);
            }
        }
    }
}
