package dev.likeness.pose.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;

/** The deployment that reads poses, where {@code likeness.pose.remote.url} says; it does what it is told, faults included. */
public final class PlayedDeployment implements AutoCloseable {

    private static final byte[] SPACES = " ".repeat(16 << 10).getBytes(StandardCharsets.US_ASCII);

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Consumer<HttpServerRequest>> script = new ConcurrentLinkedQueue<>();
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();
    private final Queue<MultiMap> headers = new ConcurrentLinkedQueue<>();
    private final Queue<Optional<String>> traces = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger brokenOff = new AtomicInteger();
    private final AtomicLong flooded = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final HttpServer server;
    private volatile Consumer<HttpServerRequest> otherwise = answer(500, "{}");

    public PlayedDeployment() {
        this(URI.create(ConfigProvider.getConfig().getValue("likeness.pose.remote.url", String.class)));
    }

    PlayedDeployment(URI url) {
        server = vertx.createHttpServer()
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(this::play)
                .listen(url.getPort(), url.getHost())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** A URL for the configuration, of a port that is free. */
    public static String url() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "http://127.0.0.1:" + socket.getLocalPort() + "/gpu";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void play(HttpServerRequest request) {
        request.response().closeHandler(x -> brokenOff.incrementAndGet());
        request.body().onSuccess(body -> {
            headers.add(request.headers());
            traces.add(Optional.ofNullable(request.getHeader("traceparent")));
            calls.add(String.format(
                    Locale.ROOT,
                    "%s %s %s %s %d bytes via %s",
                    request.method(),
                    request.uri(),
                    request.getHeader("x-api-key"),
                    request.getHeader("content-type"),
                    body.length(),
                    request.getHeader("via")));
            Consumer<HttpServerRequest> next = script.poll();
            (next == null ? otherwise : next).accept(request);
        });
    }

    /** What it does with the next call that nothing is planned for yet. */
    void next(Consumer<HttpServerRequest> act) {
        script.add(act);
    }

    /** What it does with all calls that nothing is planned for. */
    public void always(Consumer<HttpServerRequest> act) {
        otherwise = act;
    }

    public static Consumer<HttpServerRequest> answer(int status, String body) {
        return request -> request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body);
    }

    public static Consumer<HttpServerRequest> pose(int width, int height) {
        return answer(200, Bodies.pose(width, height));
    }

    /** Whichever of the two it is asked for. */
    public static Consumer<HttpServerRequest> poseOrFace(int width, int height, int faceWidth, int faceHeight) {
        return request -> answer(
                        200,
                        request.query().contains("only")
                                ? Bodies.faces(faceWidth, faceHeight)
                                : Bodies.pose(width, height))
                .accept(request);
    }

    public static Consumer<HttpServerRequest> silence() {
        return request -> {};
    }

    /** A byte now and then of an answer that never ends. */
    Consumer<HttpServerRequest> drops() {
        return request -> {
            request.response().setChunked(true).write("{");
            vertx.setPeriodic(20, timer -> {
                if (request.response().closed()) {
                    vertx.cancelTimer(timer);
                } else {
                    request.response().write(" ");
                }
            });
        };
    }

    /** An answer of so many bytes, of which none ever comes. */
    static Consumer<HttpServerRequest> announced(long bytes) {
        return request -> request.response()
                .putHeader("Content-Length", Long.toString(bytes))
                .write("");
    }

    /** Bytes as fast as they are taken, for as long as they are. */
    Consumer<HttpServerRequest> endless() {
        return request -> {
            request.response().setChunked(true);
            flood(request.response());
        };
    }

    private void flood(HttpServerResponse response) {
        while (!response.closed() && !response.writeQueueFull()) {
            response.write(Buffer.buffer(SPACES));
            flooded.addAndGet(SPACES.length);
        }
        if (!response.closed()) {
            response.drainHandler(x -> flood(response));
        }
    }

    /** Bytes of answers without end that were sent, or are about to be. */
    long flooded() {
        return flooded.get();
    }

    /** Method, path, key, type, size and Via of each call. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** The headers of each call. */
    List<MultiMap> headers() {
        return List.copyOf(headers);
    }

    /** What each call said of the trace that it belongs to. */
    List<Optional<String>> traces() {
        return List.copyOf(traces);
    }

    int connections() {
        return connections.get();
    }

    /** Calls whose connection was closed before they were answered. */
    int brokenOff() {
        return brokenOff.get();
    }

    public static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("gave up waiting for " + what).isLessThan(end);
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A second time there is nothing to close any more. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        server.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
