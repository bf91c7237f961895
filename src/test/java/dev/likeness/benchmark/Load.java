package dev.likeness.benchmark;

import dev.likeness.packaged.PackagedService;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that each ask for a picture, wait for it, and ask for the next one; the pictures differ by their seeds. */
final class Load {

    private static final int SEED_AT = 7919;

    /** A service that fails so often is measured no further; so many failures are also told in words. */
    private static final int FAILURES_AT_MOST = 10;

    private final PictureRequests pictures = new PictureRequests();
    private final AtomicInteger seed = new AtomicInteger(SEED_AT);
    private final PackagedService service;
    private final int side;

    /** @param side of the pictures, which are square, in pixels */
    Load(PackagedService service, int side) {
        this.service = service;
        this.side = side;
    }

    /** @return after that many requests or that much time, or too many failures */
    Series run(int requests, int concurrency, Duration limit) {
        AtomicInteger left = new AtomicInteger(requests);
        AtomicInteger failures = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(concurrency);
        try {
            long begun = System.nanoTime();
            List<CompletableFuture<List<Long>>> running = new ArrayList<>();
            for (int i = 0; i < concurrency; i++) {
                running.add(CompletableFuture.supplyAsync(
                        () -> {
                            List<Long> latencies = new ArrayList<>();
                            while (left.getAndDecrement() > 0
                                    && failures.get() < FAILURES_AT_MOST
                                    && System.nanoTime() - begun < limit.toNanos()) {
                                askForOne(failures).ifPresent(latencies::add);
                            }
                            return latencies;
                        },
                        clients));
            }
            long[] latencies = running.stream()
                    .flatMap(client -> client.join().stream())
                    .mapToLong(Long::longValue)
                    .toArray();
            return new Series(latencies, failures.get(), Duration.ofNanos(System.nanoTime() - begun));
        } finally {
            clients.shutdown();
        }
    }

    /** @return the latency in nanoseconds, or nothing if there was no picture */
    private Optional<Long> askForOne(AtomicInteger failures) {
        byte[] body = pictures.json(
                "base_64",
                false,
                "use_input_img_dimension",
                false,
                "custom_width",
                side,
                "custom_height",
                side,
                "seed",
                seed.getAndIncrement());
        long begun = System.nanoTime();
        try {
            HttpResponse<byte[]> answer = service.send(service.posting(PictureRequests.PATH, "application/json", body));
            if (answer.statusCode() == 200 && answer.body().length > 0) {
                return Optional.of(System.nanoTime() - begun);
            }
            System.err.println(answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
        } catch (UncheckedIOException e) {
            System.err.println(e.getMessage());
        }
        failures.incrementAndGet();
        return Optional.empty();
    }
}
