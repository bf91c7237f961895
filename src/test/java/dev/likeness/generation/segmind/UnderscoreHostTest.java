package dev.likeness.generation.segmind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.KnownHosts;
import dev.likeness.TestConfig;
import dev.likeness.remote.Answer;
import dev.likeness.remote.ExchangeFault;
import dev.likeness.remote.ExchangeFault.Kind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An upstream with an underscore in its host name, as Compose calls a service, is asked under that name. */
@QuarkusTest
@TestProfile(WithSegmind.class)
class UnderscoreHostTest {

    @Inject
    Vertx quarkus;

    private final Vertx vertx = KnownHosts.vertx("127.0.0.1 likeness_app");

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void every_call_reaches_it() {
        List<String> requests = new CopyOnWriteArrayList<>();
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    requests.add(request.method() + " " + request.getHeader("Host") + request.uri() + " "
                            + request.getHeader("x-api-key"));
                    request.response().end("{}");
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        String host = "likeness_app:" + server.actualPort();
        SegmindClient client = client(vertx, host);

        List<Answer> answers = List.of(
                client.credits().await().atMost(Duration.ofSeconds(60)),
                client.submit("k", "{}".getBytes(StandardCharsets.UTF_8))
                        .await()
                        .atMost(Duration.ofSeconds(60)),
                client.status("a/b").await().atMost(Duration.ofSeconds(60)),
                client.result("1").await().atMost(Duration.ofSeconds(60)),
                client.cancel("1").await().atMost(Duration.ofSeconds(60)));
        client.close();

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(requests)
                .containsExactly(
                        "GET " + host + "/v1/get-user-credits secret",
                        "POST " + host + "/v2/a.model secret",
                        "GET " + host + "/v2/requests/a%2Fb/status secret",
                        "GET " + host + "/v2/requests/1 secret",
                        "POST " + host + "/v2/requests/1/cancel secret");
    }

    @Test
    void a_request_to_an_unknown_name_has_not_left() {
        SegmindClient client = client(quarkus, "no_such_name.invalid");

        Throwable fault = client.submit("k", new byte[0])
                .onItem()
                .<Throwable>transform(answer -> null)
                .onFailure()
                .recoverWithItem(failure -> failure)
                .await()
                .atMost(Duration.ofSeconds(120));
        client.close();

        assertThat(fault).isInstanceOfSatisfying(ExchangeFault.class, failed -> assertThat(failed.kind())
                .isEqualTo(Kind.NOT_CONNECTED));
    }

    private static SegmindClient client(Vertx resolving, String host) {
        SegmindConfig config = TestConfig.of(
                SegmindConfig.class,
                Map.of(
                        "likeness.segmind.url", "http://" + host + "/v1",
                        "likeness.segmind.api-key", "secret",
                        "likeness.segmind.call-timeout", "60s",
                        "likeness.segmind.model", "a.model"));
        return new SegmindClient(resolving, Address.of(config), ApiKey.of(config, resolving), config);
    }
}
