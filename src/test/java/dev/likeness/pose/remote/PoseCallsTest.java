package dev.likeness.pose.remote;

import static dev.likeness.pose.remote.PlayedDeployment.answer;
import static dev.likeness.pose.remote.PlayedDeployment.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.likeness.KnownHosts;
import dev.likeness.TestConfig;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of an answer is read, over real connections. */
class PoseCallsTest {

    /** What lies in buffers of both ends and on the way when a connection is reset; the rest of a flood was never sent. */
    private static final long UNDER_WAY = 16L << 20;

    private final String url = PlayedDeployment.url();
    private final Vertx vertx = Vertx.vertx();
    private PlayedDeployment there;
    private Destination calls;

    @BeforeEach
    void theOtherDeployment() {
        there = new PlayedDeployment(URI.create(url));
        calls = calls(Map.of());
    }

    @AfterEach
    void isGone() {
        there.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void an_answer_of_the_most_bytes_is_read_whole(int status) {
        there.next(answer(status, " ".repeat(PoseCalls.MOST)));

        Reply reply = read();

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).hasSize(PoseCalls.MOST);
        assertThat(there.calls()).singleElement().asString().startsWith("POST /gpu/v1/pose?faces=none front ");
    }

    @Test
    void a_longer_one_is_refused() {
        there.next(answer(200, " ".repeat(PoseCalls.MOST + 1)));

        assertRefused();
    }

    /** No byte of it comes: whoever waited for one would wait until the time limit. */
    @Test
    void one_that_says_that_it_is_longer_is_refused_by_its_head_and_the_connection_closed() {
        there.next(PlayedDeployment.announced(PoseCalls.MOST + 1L));

        assertRefused();
        await("the connection to be closed", () -> there.brokenOff() == 1);
    }

    @Test
    void of_those_without_end_no_more_is_taken_than_the_most_and_the_connections_are_closed() {
        int times = 20;
        for (int i = 0; i < times; i++) {
            there.next(there.endless());
            assertRefused();
        }

        await("the connections to be closed", () -> there.brokenOff() == times);
        assertThat(there.flooded()).isGreaterThan(times * (long) PoseCalls.MOST).isLessThan(times * UNDER_WAY);
    }

    @Test
    void the_next_one_is_read_again() {
        there.next(there.endless());
        assertRefused();
        there.next(answer(200, "{}"));

        assertThat(read().body()).asString().isEqualTo("{}");
    }

    @Test
    void each_call_carries_the_headers_that_are_configured() {
        there.next(answer(200, "{}"));

        calls(Map.of(
                        "likeness.pose.remote.logins.id.header", "CF-Access-Client-Id",
                        "likeness.pose.remote.logins.id.value", "abc.access",
                        "likeness.pose.remote.logins.token.authorization", "Bearer secret"))
                .read("none", new byte[] {7})
                .await()
                .indefinitely();

        assertThat(there.headers()).singleElement().satisfies(headers -> {
            assertThat(headers.get("CF-Access-Client-Id")).isEqualTo("abc.access");
            assertThat(headers.get("Authorization")).isEqualTo("Bearer secret");
            assertThat(headers.get("x-api-key")).isEqualTo("front");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-API-Key", "via", "Host", "a b", ""})
    void a_header_that_the_service_sets_itself_or_that_is_none_is_refused_by_its_key_and_not_repeated(String header) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calls(Map.of(
                        "likeness.pose.remote.logins.id.header",
                        header,
                        "likeness.pose.remote.logins.id.value",
                        "secret")))
                .withMessageStartingWith("likeness.pose.remote.logins.id: ")
                .withMessageNotContaining("secret");
    }

    /** As Compose calls a service. */
    @Test
    void the_host_may_have_an_underscore() {
        Vertx resolving = KnownHosts.vertx("127.0.0.1 likeness_pose");
        there.next(answer(200, "{}"));
        try {
            Destination underscored = Destination.of(
                            TestConfig.of(
                                    RemotePassConfig.class,
                                    Map.of(
                                            "likeness.pose.remote.url",
                                            url.replace("127.0.0.1", "likeness_pose"),
                                            "likeness.pose.remote.key",
                                            "front")),
                            resolving)
                    .orElseThrow();

            assertThat(underscored
                            .read("none", new byte[] {7})
                            .await()
                            .indefinitely()
                            .status())
                    .isEqualTo(200);
        } finally {
            resolving.close().toCompletionStage().toCompletableFuture().join();
        }
        assertThat(there.headers()).singleElement().satisfies(headers -> assertThat(headers.get("Host"))
                .startsWith("likeness_pose:"));
    }

    private Destination calls(Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>(settings);
        properties.put("likeness.pose.remote.url", url + "/");
        properties.put("likeness.pose.remote.key", "front");
        return Destination.of(TestConfig.of(RemotePassConfig.class, properties), vertx)
                .orElseThrow();
    }

    private void assertRefused() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(this::read)
                .withMessageContaining("more than 1048576 bytes")
                .matches(fault -> !fault.isPassing(), "a second try would be answered the same");
    }

    private Reply read() {
        return calls.read("none", new byte[] {7}).await().indefinitely();
    }
}
