package dev.likeness.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests with an Idempotency-Key that are sent to several replicas. */
class SentAgainIT {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas();

    private static final Map<String, String> HASTY = Map.of("likeness.requests.take-over-after", "2s");

    private static HttpRequest request(PackagedService service, int side) {
        byte[] body = Pictures.json(String.format(
                Locale.ROOT,
                "\"use_input_img_dimension\":false,\"custom_width\":%d,\"custom_height\":%d,\"seed\":-1,\"base_64\":false",
                side,
                side));
        return service.posting(Pictures.PATH, "application/json", body)
                .header("Idempotency-Key", "once")
                .build();
    }

    private static CompletableFuture<HttpResponse<byte[]>> sent(PackagedService service, int side) {
        return service.http().sendAsync(request(service, side), BodyHandlers.ofByteArray());
    }

    @Test
    void of_50_at_once_to_two_replicas_one_is_made_and_paid() throws Exception {
        try (PackagedService first = REPLICAS.started("at-once", HASTY);
                PackagedService second = REPLICAS.started("at-once", HASTY)) {
            double before = Replicas.credits(first);

            List<HttpResponse<byte[]>> answers =
                    IntStream.range(0, 50).mapToObj(i -> sent(i % 2 == 0 ? first : second, 512)).toList().stream()
                            .map(CompletableFuture::join)
                            .toList();

            assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
            assertThat(answers)
                    .extracting(HttpResponse::body)
                    .containsOnly(answers.get(0).body());
            assertThat(answers.stream().filter(answer -> answer.headers()
                            .firstValue("Idempotency-Replayed")
                            .isEmpty()))
                    .hasSize(1);
            assertThat(Replicas.credits(second)).isEqualTo(before - 1);
        }
    }

    @Test
    void when_the_replica_that_makes_it_is_killed_it_is_made_anew_elsewhere_and_paid_once() throws Exception {
        try (PackagedService first = REPLICAS.started("killed", HASTY);
                PackagedService second = REPLICAS.started("killed", HASTY)) {
            double before = Replicas.credits(first);
            CompletableFuture<HttpResponse<byte[]>> lost = sent(first, 4096);
            first.awaitMetrics(metrics -> metrics.contains("likeness_generations_in_flight 1.0"));

            first.kill();

            assertThat(lost).failsWithin(java.time.Duration.ofMinutes(1));
            HttpResponse<byte[]> answer = sent(second, 4096).join();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Idempotency-Replayed")).isEmpty();
            assertThat(Replicas.credits(second)).isEqualTo(before - 1);
        }
    }
}
