package dev.likeness.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.remote.ExchangeFault.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExchangeTest {

    private static final Duration TEST_PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private HttpServer server;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Uni<Answer> asked(io.vertx.core.Handler<HttpServerRequest> handler, Duration patience) {
        server = vertx.createHttpServer().requestHandler(handler);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        RequestOptions options = new RequestOptions().setHost("127.0.0.1").setPort(server.actualPort());
        return Exchange.of(vertx, client, options, null, 1 << 20, patience);
    }

    /** Never silent for as long as it may be, and never done: it would hold a place for ever. */
    @Test
    void an_answer_that_trickles_is_given_up() {
        AtomicBoolean closed = new AtomicBoolean();
        Uni<Answer> answer = asked(
                request -> {
                    request.connection().closeHandler(x -> closed.set(true));
                    request.response().putHeader("Content-Length", "1000000");
                    vertx.setPeriodic(50, timer -> {
                        if (closed.get()) {
                            vertx.cancelTimer(timer);
                        } else {
                            request.response().write(Buffer.buffer("x"));
                        }
                    });
                },
                Duration.ofSeconds(2));

        assertThatThrownBy(() -> answer.await().atMost(TEST_PATIENCE))
                .isInstanceOfSatisfying(
                        ExchangeFault.class, fault -> assertThat(fault.kind()).isEqualTo(Kind.STALLED));
    }

    @Test
    void an_answer_that_takes_longer_than_its_patience_and_is_fast_enough_arrives() {
        int piece = 16 << 10;
        int pieces = 20;
        Uni<Answer> answer = asked(
                request -> {
                    request.response().putHeader("Content-Length", Integer.toString(pieces * piece));
                    int[] sent = {0};
                    vertx.setPeriodic(200, timer -> {
                        if (sent[0]++ == pieces) {
                            vertx.cancelTimer(timer);
                            request.response().end();
                        } else {
                            request.response().write(Buffer.buffer(new byte[piece]));
                        }
                    });
                },
                Duration.ofSeconds(3));

        assertThat(answer.await().atMost(TEST_PATIENCE).body()).hasSize(pieces * piece);
    }
}
