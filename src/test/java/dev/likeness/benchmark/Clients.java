package dev.likeness.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** So many at once, each of whom asks, waits for the answer, and asks again. */
final class Clients {

    /** A service that fails so often is measured no further. */
    private static final int FAILURES_AT_MOST = 10;

    /** One of them, with a thread and perhaps a connection of its own. */
    interface Client extends AutoCloseable {

        /**
         * Asks once.
         *
         * @return how long the answer took, nanoseconds; nothing when it was not the right one
         * @throws IOException when there is no use in asking again
         */
        OptionalLong ask() throws IOException;

        @Override
        default void close() throws IOException {}
    }

    @FunctionalInterface
    interface Arrival {

        Client arrive() throws IOException;
    }

    private final Arrival arrival;
    private final AtomicInteger left;
    private final AtomicInteger failures = new AtomicInteger();
    private final long endNanos;

    private Clients(Arrival arrival, int requests, long endNanos) {
        this.arrival = arrival;
        this.left = new AtomicInteger(requests);
        this.endNanos = endNanos;
    }

    /** @return after that many requests of all together or that much time, or too many failures */
    static Series ask(int requests, int clients, Duration limit, Arrival arrival) {
        long begun = System.nanoTime();
        Clients all = new Clients(arrival, requests, begun + limit.toNanos());
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<CompletableFuture<List<Long>>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                running.add(CompletableFuture.supplyAsync(all::latencies, threads));
            }
            long[] latencies = running.stream()
                    .flatMap(client -> client.join().stream())
                    .mapToLong(Long::longValue)
                    .toArray();
            return new Series(latencies, all.failures.get(), Duration.ofNanos(System.nanoTime() - begun));
        } finally {
            threads.shutdown();
        }
    }

    /** Of one client. */
    private List<Long> latencies() {
        List<Long> latencies = new ArrayList<>();
        try (Client client = arrival.arrive()) {
            while (left.getAndDecrement() > 0 && failures.get() < FAILURES_AT_MOST && System.nanoTime() < endNanos) {
                client.ask().ifPresentOrElse(latencies::add, failures::incrementAndGet);
            }
        } catch (IOException e) {
            failures.incrementAndGet();
            System.err.println(e);
        }
        return latencies;
    }
}
