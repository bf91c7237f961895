package dev.likeness.api.contract;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody who is told of the end of requests, on this machine. */
final class Receiver implements AutoCloseable {

    /** What it was sent. */
    record Told(String method, String path, String id, String timestamp, String signature, String type, byte[] body) {

        /** As a receiver verifies it, by the specification's own library. */
        boolean isSignedWith(String secret) {
            HttpHeaders headers = HttpHeaders.of(
                    Map.of(
                            "webhook-id", List.of(id),
                            "webhook-timestamp", List.of(timestamp),
                            "webhook-signature", List.of(signature)),
                    (name, value) -> true);
            try {
                new Webhook(secret).verify(new String(body, StandardCharsets.UTF_8), headers);
                return true;
            } catch (WebhookVerificationException refused) {
                return false;
            }
        }
    }

    /** What it does with one. */
    @FunctionalInterface
    interface Manners {

        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    static final Manners NEVER = exchange -> Thread.sleep(Service.PATIENCE.toMillis());

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private volatile Manners manners;

    Receiver(Manners manners) {
        this.manners = manners;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    static Manners with(int status, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    private void take(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        told.add(new Told(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers.getFirst("webhook-id"),
                headers.getFirst("webhook-timestamp"),
                headers.getFirst("webhook-signature"),
                headers.getFirst("Content-Type"),
                exchange.getRequestBody().readAllBytes()));
        try (exchange) {
            manners.answer(exchange);
        } catch (InterruptedException closed) {
            // The test is over.
        }
    }

    /** From now on. */
    void becomes(Manners manners) {
        this.manners = manners;
    }

    /** By the one name under which this machine may be reached. */
    String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    /** By an address that nothing may be sent to. */
    String forbiddenUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    List<Told> told() {
        return told;
    }

    /** The first so many that it is told. */
    List<Told> told(int count) {
        Service.until("so many have come: " + count, () -> told.size() >= count);
        return List.copyOf(told);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
