package dev.likeness.pose.remote;

import static dev.likeness.pose.remote.PlayedDeployment.answer;
import static dev.likeness.pose.remote.PlayedDeployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole service, whose own networks stand in for the deployment that reads poses. */
@QuarkusTest
@TestProfile(ReadHereInsteadTest.WithRemote.class)
class ReadHereInsteadTest extends PosesReadElsewhere {

    public static class WithRemote implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "likeness.pose.remote.url", PlayedDeployment.url(),
                    "likeness.pose.remote.key", "front",
                    "likeness.pose.remote.timeout", "300ms",
                    "likeness.pose.remote.breaker-failures", "2",
                    "likeness.pose.remote.breaker-pause", "300ms",
                    "likeness.pose.on-failure", "local",
                    "likeness.pose.cache.entries", "0");
        }
    }

    /** One person whose neck is where nobody's is in the picture: it was read there. */
    private static final Consumer<HttpServerRequest> WELL = PlayedDeployment.pose(256, 384);

    @BeforeEach
    void itIsWell() {
        there.always(WELL);
        await("it to be asked", this::readThere);
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "401", "429", "nonsense", "silence", "drops", "break", "announced", "endless"})
    void whatever_it_does_the_answer_comes_from_here(String fault) {
        there.always(
                switch (fault) {
                    case "nonsense" -> answer(200, "<html>welcome</html>");
                    case "silence" -> PlayedDeployment.silence();
                    case "drops" -> there.drops();
                    case "announced" -> PlayedDeployment.announced(Long.MAX_VALUE);
                    case "endless" -> there.endless();
                    case "break" -> request -> request.connection().close();
                    default -> answer(Integer.parseInt(fault), "{}");
                });

        for (int i = 0; i < 3; i++) {
            assertThat(readThere()).isFalse();
        }
    }

    @Test
    void after_failures_in_a_row_it_is_left_alone_then_tried_and_then_asked_again() {
        there.always(answer(401, "{}"));
        await("it to be left alone", () -> {
            int asked = there.calls().size();
            assertThat(readThere()).isFalse();
            return there.calls().size() == asked;
        });

        there.always(WELL);

        await("the trial", this::readThere);
        await("the next one", this::readThere);
    }

    /** Whether the pose came from there; it comes in any case. */
    private boolean readThere() {
        try {
            HttpResponse<byte[]> answer = send("/v1/pose");
            JsonNode body = JSON.readTree(answer.body());
            assertThat(answer.statusCode()).as(body.toString()).isEqualTo(200);
            return body.at("/people/0/keypoints/1/x").doubleValue() == 101.125;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
