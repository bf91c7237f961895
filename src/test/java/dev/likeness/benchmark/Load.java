package dev.likeness.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that each ask for a picture, wait for it, and ask for the next one; the pictures differ by their seeds. */
final class Load {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SEED_AT = 7919;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger seed = new AtomicInteger(SEED_AT);
    private final URI address;
    private final String body;

    Load(URI address, int side) throws IOException {
        this.address = address.resolve("/v1/consistent-character-with-pose");
        this.body =
                """
                {"face_image": "%s", "pose_image": "%s", "prompt": "A woman in a blue denim shirt and matching jeans",
                 "base_64": false, "use_input_img_dimension": false, "custom_width": %d, "custom_height": %d, "seed": \
                """
                        .formatted(base64("docs/samples/face.jpg"), base64("docs/samples/pose.png"), side, side);
    }

    private static String base64(String path) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(path)));
    }

    /** @return after that many requests or that much time, whatever comes first */
    Series run(int requests, int concurrency, Duration limit) {
        AtomicInteger left = new AtomicInteger(requests);
        ExecutorService clients = Executors.newFixedThreadPool(concurrency);
        try {
            long begun = System.nanoTime();
            List<CompletableFuture<List<Long>>> running = new ArrayList<>();
            for (int i = 0; i < concurrency; i++) {
                running.add(CompletableFuture.supplyAsync(
                        () -> {
                            List<Long> latencies = new ArrayList<>();
                            while (left.getAndDecrement() > 0 && System.nanoTime() - begun < limit.toNanos()) {
                                latencies.add(askForOne());
                            }
                            return latencies;
                        },
                        clients));
            }
            List<Long> all =
                    running.stream().flatMap(client -> client.join().stream()).toList();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            long[] good = all.stream()
                    .filter(latency -> latency >= 0)
                    .mapToLong(Long::longValue)
                    .toArray();
            return new Series(good, all.size() - good.length, took);
        } finally {
            clients.shutdown();
        }
    }

    /** @return the latency in nanoseconds, or -1 if there was no picture */
    private long askForOne() {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("x-api-key", Service.KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(
                        (body + seed.getAndIncrement() + "}").getBytes(StandardCharsets.US_ASCII)))
                .build();
        long begun = System.nanoTime();
        try {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200 && answer.body().length > 0) {
                return System.nanoTime() - begun;
            }
            System.err.println(answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            System.err.println(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return -1;
    }
}
