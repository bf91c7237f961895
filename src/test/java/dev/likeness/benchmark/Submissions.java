package dev.likeness.benchmark;

import dev.likeness.packaged.PackagedService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients over bare sockets that submit one request after the other. */
final class Submissions {

    private final int port;
    private final byte[] body;
    private final Queue<String> ids = new ConcurrentLinkedQueue<>();

    Submissions(int port, byte[] body) {
        this.port = port;
        this.body = body;
    }

    /** Of all requests that were accepted so far. */
    List<String> ids() {
        return List.copyOf(ids);
    }

    Series run(int requests, int clients, Duration limit) {
        AtomicInteger left = new AtomicInteger(requests);
        AtomicInteger failures = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long begun = System.nanoTime();
            List<CompletableFuture<List<Long>>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                running.add(
                        CompletableFuture.supplyAsync(() -> submit(left, failures, begun + limit.toNanos()), threads));
            }
            long[] latencies = running.stream()
                    .flatMap(client -> client.join().stream())
                    .mapToLong(Long::longValue)
                    .toArray();
            return new Series(latencies, failures.get(), Duration.ofNanos(System.nanoTime() - begun));
        } finally {
            threads.shutdown();
        }
    }

    private List<Long> submit(AtomicInteger left, AtomicInteger failures, long end) {
        List<Long> latencies = new ArrayList<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            HttpMessages connection = new HttpMessages(socket);
            while (left.getAndDecrement() > 0 && System.nanoTime() < end) {
                long begun = System.nanoTime();
                connection.send(
                        "POST /v2/consistent-character-with-pose HTTP/1.1",
                        "Content-Type: application/json\r\nx-api-key: " + PackagedService.KEY + "\r\n",
                        body);
                HttpMessages.Message answer = connection.next();
                long took = System.nanoTime() - begun;
                if (answer != null && answer.status() == 200) {
                    latencies.add(took);
                    ids.add(InstantWords.text(new String(answer.body(), StandardCharsets.UTF_8), "request_id"));
                } else {
                    if (failures.getAndIncrement() == 0) {
                        System.err.println(answer == null ? "no answer" : answer.head());
                    }
                }
            }
        } catch (IOException e) {
            failures.incrementAndGet();
            System.err.println(e);
        }
        return latencies;
    }
}
