package dev.likeness.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpFaultsTest {

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer server;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body.length);
            byte[] answer = "x".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        proxy = FaultProxy.http(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.stop(0);
    }

    private HttpResponse<String> post(String path, BodyPublisher body) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + proxy.port() + path);
        return client.send(HttpRequest.newBuilder(uri).POST(body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static BodyPublisher sized(int length) {
        return BodyPublishers.ofByteArray(new byte[length]);
    }

    private static BodyPublisher chunked(int length) {
        return BodyPublishers.fromPublisher(sized(length));
    }

    @Test
    void requests_of_one_connection_are_told_apart_whatever_bodies_they_have() throws Exception {
        assertThat(post("/a", sized(0)).statusCode()).isEqualTo(200);
        assertThat(post("/b", sized(100_000)).statusCode()).isEqualTo(200);
        assertThat(post("/c", chunked(100_000)).statusCode()).isEqualTo(200);
        assertThat(post("/d", chunked(1)).body()).hasSize(1_000);

        assertThat(proxy.totalConnections()).isEqualTo(1);
        assertThat(proxy.messages())
                .extracting(Message::name)
                .containsExactly("POST /a HTTP/1.1", "POST /b HTTP/1.1", "POST /c HTTP/1.1", "POST /d HTTP/1.1");
        assertThat(received).containsExactly("POST /a 0", "POST /b 100000", "POST /c 100000", "POST /d 1");
    }

    @Test
    void a_request_is_reset_before_the_server_has_it_or_after_it_has_answered() throws Exception {
        proxy.inject(Fault.reset(), FaultPoint.beforeAnswerTo("POST /prompt .*").number(2));
        post("/prompt", sized(10));
        post("/queue", sized(10));

        assertThatThrownBy(() -> post("/prompt", sized(10))).isInstanceOf(IOException.class);
        assertThat(received).containsExactly("POST /prompt 10", "POST /queue 10", "POST /prompt 10");

        proxy.inject(Fault.reset(), FaultPoint.beforeRequest("POST /other .*"));
        assertThatThrownBy(() -> post("/other", sized(10))).isInstanceOf(IOException.class);
        assertThat(received).hasSize(3);
    }

    @Test
    void an_answer_is_truncated_within_its_body() throws Exception {
        proxy.inject(
                Fault.close(), FaultPoint.withinReply(request -> request.name().startsWith("POST /prompt"), 600));

        assertThatThrownBy(() -> post("/prompt", sized(10)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fixed content-length");
        assertThat(post("/prompt", sized(10)).body()).hasSize(1_000);
    }
}
