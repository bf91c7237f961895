package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are slow on purpose are ended, and those that have a reason to be slow are not. */
@QuarkusTest
@TestProfile(ShortLimits.class)
class SlowCallersTest extends ContractTest {

    private static final int MANY = 20;

    /** Handshakes take a processor long enough to hold up the other connections. */
    private static final int FEW = 3;

    private static final String HEAD = "GET /v1/get-user-credits HTTP/1.1\r\nHost: likeness\r\n";
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** A frame of HTTP/2 without a payload. */
    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

    private final URI tls = URI.create("https://localhost:" + ShortLimits.tlsPort());

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET /", "PRI * HT", HEAD, HEAD + "x: "})
    void a_head_that_never_becomes_whole_is_answered_408_and_closed(String begin) throws Exception {
        eachOfMany(connection -> {
            connection.write(begin);

            assertThat(connection.untilClosed()).startsWith("HTTP/1.1 408 ").contains("\"code\":\"request_timeout\"");
        });
    }

    @Test
    void a_head_that_drips_is_closed_too() throws Exception {
        eachOfMany(connection -> {
            connection.write(HEAD);

            assertThat(dripping(connection, "x: y\r\n", connection::untilClosed))
                    .startsWith("HTTP/1.1 408 ");
        });
    }

    @Test
    void a_second_head_is_held_to_the_limit_like_the_first() throws Exception {
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.write(HEAD + "x-api-key: " + account.key() + "\r\n\r\n");
            String head = connection.head();
            assertThat(head).startsWith("HTTP/1.1 200");
            connection.body(head);
            connection.write("GET /v1/get");

            assertThat(connection.untilClosed()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void a_connection_that_never_asks_for_anything_is_closed() throws Exception {
        eachOfMany(connection -> assertThat(connection.untilClosed()).isEmpty());
    }

    @Test
    void a_connection_without_a_further_request_is_closed() throws Exception {
        eachOfMany(connection -> {
            connection.write(HEAD + "\r\n");
            String head = connection.head();
            assertThat(head).startsWith("HTTP/1.1 401");
            connection.body(head);

            assertThat(connection.untilClosed()).isEmpty();
        });
    }

    @Test
    void a_connection_of_http_2_without_a_request_is_closed() throws Exception {
        eachOfMany(connection -> {
            connection.write(PREFACE);
            connection.write(SETTINGS);

            connection.untilClosed();
        });
    }

    @Test
    void a_preface_that_nothing_follows_is_closed() throws Exception {
        eachOfMany(connection -> {
            connection.write(PREFACE);

            connection.untilClosed();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x"})
    void a_body_that_stands_still_or_drips_is_answered_408_and_closed(String drop) throws Exception {
        eachOfMany(connection -> {
            connection.postHead(account, "Content-Type: application/json", "Content-Length: 100000");
            connection.write("{\"prompt\":\"and then");

            String answer =
                    drop.isEmpty() ? connection.untilClosed() : dripping(connection, drop, connection::untilClosed);
            assertThat(answer)
                    .startsWith("HTTP/1.1 408 ")
                    .contains("\"code\":\"request_timeout\"")
                    .containsIgnoringCase("connection: close");
        });
        assertThat(service.credits(account)).isEqualByComparingTo("12.5");
        Service.until("no body is held", () -> service.bodyBytes() == 0);
    }

    @Test
    void a_body_that_drips_in_chunks_is_answered_408() throws Exception {
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.postHead(account, "Content-Type: application/json", "Transfer-Encoding: chunked");

            assertThat(dripping(connection, "1\r\nx\r\n", connection::untilClosed))
                    .startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void a_body_that_nothing_reads_is_not_waited_for_for_ever() throws Exception {
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.write(HEAD + "Content-Length: 1000000\r\n\r\n");

            assertThat(dripping(connection, "x", connection::untilClosed))
                    .startsWith("HTTP/1.1 401 ")
                    .doesNotContain("HTTP/1.1 408");
        }
    }

    @Test
    void a_length_that_is_only_announced_claims_no_memory() throws Exception {
        List<RawConnection> announced = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            RawConnection connection = new RawConnection(service.base());
            announced.add(connection);
            connection.postHead(account, "Content-Type: application/json", "Content-Length: 40000000");
            connection.write("{\"prompt\":\"and then");
        }

        assertThat(service.json(account, Sent.request()).status()).isEqualTo(200);
        for (RawConnection connection : announced) {
            connection.close();
        }
    }

    @Test
    void a_budget_that_is_used_up_while_a_body_arrives_answers_503_and_is_free_at_once() throws Exception {
        byte[] megabyte = new byte[1 << 20];
        Arrays.fill(megabyte, (byte) ' ');
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.postHead(account, "Content-Type: application/json", "Content-Length: 40000000");
            for (int i = 0; i < 12; i++) {
                connection.write(megabyte);
            }

            String head = connection.head();
            assertThat(head).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after: ");
            assertThat(connection.body(head)).contains("\"code\":\"overloaded\"");
            Service.until("no body is held", () -> service.bodyBytes() == 0);
            assertThat(service.json(account, Sent.request()).status()).isEqualTo(200);
        }
    }

    /** It takes three times as long as a connection may be idle, and is faster than a body must be. */
    @Test
    void a_body_that_comes_slowly_but_steadily_is_read() throws Exception {
        byte[] body = Sent.json(Sent.request());
        byte[] whole = Arrays.copyOf(body, 400_000);
        Arrays.fill(whole, body.length, whole.length, (byte) ' ');
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.postHead(
                    account, "Content-Type: application/json", "Content-Length: " + whole.length, "Connection: close");
            for (int at = 0; at < whole.length; at += 10_000) {
                connection.write(Arrays.copyOfRange(whole, at, at + 10_000));
                Thread.sleep(225);
            }

            assertThat(connection.statusLine()).startsWith("HTTP/1.1 200");
        }
    }

    /** Its picture comes from a host that takes longer than a connection may be idle. */
    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream"})
    void a_request_in_flight_keeps_its_silent_connection_open(String accept) throws Exception {
        try (SlowHost host = new SlowHost()) {
            byte[] body = Sent.json(Sent.request("pose_image", host.url()));
            try (RawConnection connection = new RawConnection(service.base())) {
                connection.postHead(
                        account,
                        "Content-Type: application/json",
                        "Accept: " + accept,
                        "Content-Length: " + body.length,
                        "Connection: close");
                connection.write(body);

                assertThat(connection.statusLine()).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void a_request_in_flight_keeps_its_connection_of_http_2_open() throws Exception {
        try (SlowHost host = new SlowHost();
                Http2 http2 = new Http2()) {
            HttpClientResponse answer = http2.post(Service.CHARACTER, Sent.json(Sent.request("pose_image", host.url())))
                    .get(60, TimeUnit.SECONDS);

            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void an_answer_that_is_not_read_ends_its_connection() throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(
                new InetSocketAddress(service.base().getHost(), service.base().getPort()));
        try (socket) {
            byte[] asking = "GET /q/openapi HTTP/1.1\r\nHost: likeness\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            Service.until("the connection is reset", () -> {
                try {
                    // Unread answers fill the buffers of both ends; then the service's own memory.
                    for (int i = 0; i < 20; i++) {
                        socket.getOutputStream().write(asking);
                    }
                    return false;
                } catch (IOException reset) {
                    return true;
                }
            });
        }
    }

    @Test
    void a_stream_whose_answer_is_not_read_is_reset_and_the_others_go_on() throws Exception {
        try (Http2 http2 = new Http2()) {
            CompletableFuture<Throwable> broken = new CompletableFuture<>();
            HttpClientResponse unread = http2.get("/q/openapi").get(60, TimeUnit.SECONDS);
            unread.pause();
            unread.exceptionHandler(broken::complete);
            HttpClientRequest other = http2.begun();

            assertThat(broken.get(60, TimeUnit.SECONDS)).isInstanceOf(StreamResetException.class);

            http2.goesOn(other);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 300_000_000})
    void a_stream_whose_body_is_refused_is_reset_and_the_others_go_on(int announced) throws Exception {
        try (Http2 http2 = new Http2()) {
            HttpClientRequest stalled = http2.request(HttpMethod.POST, Service.CHARACTER)
                    .get(60, TimeUnit.SECONDS)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Content-Length", Integer.toString(announced));
            CompletableFuture<Throwable> broken = new CompletableFuture<>();
            stalled.exceptionHandler(broken::complete);
            CompletableFuture<HttpClientResponse> refused =
                    stalled.response().toCompletionStage().toCompletableFuture();
            stalled.write("{\"prompt\":\"and then");
            HttpClientRequest other = http2.begun();

            assertThat(refused.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(announced == 100_000 ? 408 : 413);
            assertThat(broken.get(60, TimeUnit.SECONDS)).isInstanceOf(StreamResetException.class);

            http2.goesOn(other);
        }
    }

    @Test
    void a_malformed_stream_is_reset_and_the_others_go_on() throws Exception {
        try (Http2 http2 = new Http2()) {
            HttpClientRequest other = http2.begun();
            RequestOptions bad = new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setURI("/v1/%zz")
                    .setHost(service.base().getHost())
                    .setPort(service.base().getPort());
            HttpClientResponse refused = http2.sent(bad).get(60, TimeUnit.SECONDS);
            assertThat(refused.statusCode()).isEqualTo(400);

            http2.goesOn(other);
        }
    }

    /** The first bytes of a ClientHello: its record says that 512 follow. */
    private static final byte[] HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3};

    @Test
    void a_handshake_that_never_becomes_whole_is_closed() throws Exception {
        for (byte[] begin : new byte[][] {{}, HELLO}) {
            each(FEW, connected(tls), socket -> {
                RawConnection connection = new RawConnection(socket);
                connection.write(begin);
                connection.untilClosed();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", HEAD + "x: "})
    void over_tls_a_head_that_never_becomes_whole_is_answered_408_and_closed(String begin) throws Exception {
        each(FEW, encrypted("http/1.1"), socket -> {
            RawConnection connection = new RawConnection(socket);
            connection.write(begin);

            assertThat(connection.untilClosed()).startsWith("HTTP/1.1 408 ").contains("\"code\":\"request_timeout\"");
        });
    }

    @Test
    void over_tls_a_head_or_a_body_that_drips_is_answered_408_and_closed() throws Exception {
        each(FEW, encrypted("http/1.1"), socket -> {
            RawConnection connection = new RawConnection(socket);
            connection.write(HEAD);

            assertThat(dripping(connection, "x: y\r\n", connection::untilClosed))
                    .startsWith("HTTP/1.1 408 ");
        });
        each(FEW, encrypted("http/1.1"), socket -> {
            RawConnection connection = new RawConnection(socket);
            connection.postHead(account, "Content-Type: application/json", "Content-Length: 100000");
            connection.write("{\"prompt\":\"and then");

            assertThat(dripping(connection, "x", connection::untilClosed)).startsWith("HTTP/1.1 408 ");
        });
    }

    @Test
    void over_tls_a_connection_without_a_further_request_is_closed() throws Exception {
        each(FEW, encrypted("http/1.1"), socket -> {
            RawConnection connection = new RawConnection(socket);
            connection.write(HEAD + "\r\n");
            String head = connection.head();
            assertThat(head).startsWith("HTTP/1.1 401");
            connection.body(head);

            assertThat(connection.untilClosed()).isEmpty();
        });
        each(FEW, encrypted("h2"), socket -> new RawHttp2(socket).untilClosed());
    }

    @Test
    void over_tls_a_stream_whose_body_stands_still_is_refused_and_the_others_go_on() throws Exception {
        try (RawHttp2 connection = new RawHttp2(encrypted("h2").open())) {
            String[] post = {
                ":method",
                "POST",
                ":scheme",
                "https",
                ":path",
                Service.CHARACTER,
                ":authority",
                "localhost",
                "content-type",
                "application/json",
                "x-api-key",
                account.key()
            };
            int stalled = connection.open(false, post);
            connection.data(stalled, "{\"prompt\":\"and then".getBytes(StandardCharsets.US_ASCII), false);
            assertThat(connection.answer(stalled).status()).isEqualTo(408);

            int malformed = connection.open(
                    true, ":method", "GET", ":scheme", "https", ":path", "/v1/%zz", ":authority", "localhost");
            assertThat(connection.answer(malformed).status()).isEqualTo(400);

            int whole = connection.open(false, post);
            connection.data(whole, Sent.json(Sent.request()), true);
            assertThat(connection.answer(whole).status()).isEqualTo(200);
        }
    }

    /** A frame is as long as the payload says; the rest of the head never comes. */
    @Test
    void a_head_of_http_2_that_never_becomes_whole_ends_its_connection() throws Exception {
        byte[] half = {0, 0, 1, 1, 0, 0, 0, 0, 1, (byte) 0x82};
        for (Opening opening : List.of(connected(service.base()), encrypted("h2"))) {
            each(FEW, opening, socket -> {
                RawHttp2 connection = new RawHttp2(socket);
                socket.getOutputStream().write(half);
                connection.untilClosed();
            });
        }
    }

    private interface Opening {
        Socket open() throws IOException;
    }

    private static Opening connected(URI address) {
        return () -> new Socket(address.getHost(), address.getPort());
    }

    /** @param protocol that is agreed on by ALPN */
    private Opening encrypted(String protocol) throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        return () -> {
            SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket(tls.getHost(), tls.getPort());
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {protocol});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            assertThat(socket.getApplicationProtocol()).isEqualTo(protocol);
            return socket;
        };
    }

    private interface UseOfSocket {
        void of(Socket socket) throws Exception;
    }

    private interface Use {
        void of(RawConnection connection) throws Exception;
    }

    private void eachOfMany(Use use) throws Exception {
        each(MANY, connected(service.base()), socket -> use.of(new RawConnection(socket)));
    }

    /** At the same time, so that the limit is waited for once. */
    private static void each(int many, Opening opening, UseOfSocket use) throws Exception {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            all.add(done);
            Thread thread = new Thread(() -> {
                try (Socket socket = opening.open()) {
                    use.of(socket);
                    done.complete(null);
                } catch (Throwable e) {
                    done.completeExceptionally(e);
                }
            });
            thread.start();
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(5, TimeUnit.MINUTES);
    }

    private interface Reading {
        String text() throws IOException;
    }

    /** Writes a little now and then for as long as the other side is read from. */
    private static String dripping(RawConnection connection, String drop, Reading reading) {
        CompletableFuture<String> read = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return reading.text();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> new Thread(task).start());
        while (!read.isDone()) {
            try {
                connection.write(drop);
                Thread.sleep(200);
            } catch (IOException closed) {
                break;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return read.join();
    }

    /** Has one picture, after 8 s. */
    private static final class SlowHost implements AutoCloseable {

        private final HttpServer server;

        SlowHost() throws IOException {
            server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
            server.createContext("/", exchange -> {
                try {
                    Thread.sleep(8_000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                exchange.getResponseHeaders().add("Content-Type", "image/png");
                exchange.sendResponseHeaders(200, Sent.POSE.length);
                exchange.getResponseBody().write(Sent.POSE);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://localhost:" + server.getAddress().getPort() + "/pose.png";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /** One connection of HTTP/2 in clear text, with prior knowledge. */
    private final class Http2 implements AutoCloseable {

        private final Vertx vertx = Vertx.vertx();
        private final HttpClient client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setHttp2KeepAliveTimeout(0),
                new PoolOptions().setHttp2MaxSize(1));
        private final CompletableFuture<Void> closed = new CompletableFuture<>();
        private final byte[] body = Sent.json(Sent.request());
        private HttpConnection connection;

        CompletableFuture<HttpClientRequest> request(HttpMethod method, String path) {
            return future(client.request(
                            method, service.base().getPort(), service.base().getHost(), path)
                    .map(request -> {
                        request.headers()
                                .setAll(MultiMap.caseInsensitiveMultiMap().add("x-api-key", account.key()));
                        if (connection == null) {
                            connection = request.connection();
                            connection.closeHandler(closed::complete);
                        }
                        assertThat(request.connection()).isSameAs(connection);
                        return request;
                    }));
        }

        CompletableFuture<HttpClientResponse> get(String path) {
            return request(HttpMethod.GET, path).thenCompose(request -> future(request.send()));
        }

        CompletableFuture<HttpClientResponse> sent(RequestOptions options) {
            return future(client.request(options).compose(HttpClientRequest::send));
        }

        CompletableFuture<HttpClientResponse> post(String path, byte[] body) {
            return request(HttpMethod.POST, path)
                    .thenCompose(request -> future(request.putHeader("Content-Type", "application/json")
                            .send(Buffer.buffer(body))));
        }

        /** A request the rest of whose body is to follow soon enough. */
        HttpClientRequest begun() throws Exception {
            HttpClientRequest request = request(HttpMethod.POST, Service.CHARACTER)
                    .get(60, TimeUnit.SECONDS)
                    .putHeader("Content-Type", "application/json")
                    .setChunked(true);
            byte[] blanks = new byte[4096];
            Arrays.fill(blanks, (byte) ' ');
            long timer = vertx.setPeriodic(100, id -> request.write(Buffer.buffer(blanks)));
            closed.thenRun(() -> vertx.cancelTimer(timer));
            timers.add(timer);
            return request;
        }

        private final List<Long> timers = new ArrayList<>();

        void goesOn(HttpClientRequest other) throws Exception {
            timers.forEach(vertx::cancelTimer);
            CompletableFuture<HttpClientResponse> answer = future(other.response());
            other.end(Buffer.buffer(body));
            assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(closed).isNotDone();
            assertThat(get(Service.CREDITS).get(60, TimeUnit.SECONDS).statusCode())
                    .isEqualTo(200);
        }

        private <T> CompletableFuture<T> future(Future<T> future) {
            return future.toCompletionStage().toCompletableFuture();
        }

        @Override
        public void close() {
            client.close().toCompletionStage().toCompletableFuture().join();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
