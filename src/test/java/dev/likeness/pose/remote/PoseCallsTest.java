package dev.likeness.pose.remote;

import static dev.likeness.pose.remote.PlayedDeployment.answer;
import static dev.likeness.pose.remote.PlayedDeployment.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.likeness.TestConfig;
import io.vertx.core.Vertx;
import java.net.URI;
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
        calls = Destination.of(
                        TestConfig.of(
                                RemotePassConfig.class,
                                Map.of("likeness.pose.remote.url", url + "/", "likeness.pose.remote.key", "front")),
                        vertx)
                .orElseThrow();
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
