package dev.likeness.benchmark;

import dev.likeness.packaged.PackagedService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that ask again and again how far a request is, each over a connection of its own. */
final class Pollers implements AutoCloseable {

    private final int port;
    private final Duration between;
    private final ExecutorService threads;
    private final Queue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final long begun = System.nanoTime();
    private volatile boolean over;

    /** They begin at once, evenly over the time between two polls. */
    Pollers(int port, List<String> ids, int pollers, Duration between) {
        this.port = port;
        this.between = between;
        this.threads = Executors.newFixedThreadPool(pollers);
        for (int i = 0; i < pollers; i++) {
            String id = ids.get(i % ids.size());
            long first = between.toMillis() * i / pollers;
            threads.execute(() -> poll(id, first));
        }
    }

    private void poll(String id, long firstMillis) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            HttpMessages connection = new HttpMessages(socket);
            Thread.sleep(firstMillis);
            while (!over) {
                long asked = System.nanoTime();
                connection.send(
                        "GET /v2/requests/" + id + "/status HTTP/1.1",
                        "x-api-key: " + PackagedService.KEY + "\r\n",
                        null);
                HttpMessages.Message answer = connection.next();
                long took = System.nanoTime() - asked;
                if (answer != null && answer.status() == 200) {
                    latencies.add(took);
                } else {
                    failures.incrementAndGet();
                }
                Thread.sleep(Math.max(0, between.toMillis() - took / 1_000_000));
            }
        } catch (IOException | InterruptedException e) {
            failures.incrementAndGet();
        }
    }

    Series end() throws InterruptedException {
        over = true;
        threads.shutdown();
        threads.awaitTermination(1, TimeUnit.MINUTES);
        return new Series(
                latencies.stream().mapToLong(Long::longValue).toArray(),
                failures.get(),
                Duration.ofNanos(System.nanoTime() - begun));
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
    }
}
