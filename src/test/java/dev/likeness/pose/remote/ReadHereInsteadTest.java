package dev.likeness.pose.remote;

import static dev.likeness.pose.remote.PlayedDeployment.answer;
import static dev.likeness.pose.remote.PlayedDeployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole service, whose own networks stand in for the deployment that reads poses. */
@QuarkusTest
@TestProfile(ReadHereInsteadTest.WithRemote.class)
class ReadHereInsteadTest {

    private static final ObjectMapper JSON = new ObjectMapper();

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

    @TestHTTPResource("/")
    URI base;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private PlayedDeployment there;
    private byte[] picture;

    @BeforeEach
    void theOtherDeploymentIsWell() throws IOException {
        there = new PlayedDeployment();
        there.always(WELL);
        try (InputStream file = ReadHereInsteadTest.class.getResourceAsStream("/contract/pose.png")) {
            picture = file.readAllBytes();
        }
        await("it to be asked", this::readThere);
    }

    @AfterEach
    void isGone() {
        there.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "401", "429", "nonsense", "silence", "drops", "break"})
    void whatever_it_does_the_answer_comes_from_here(String fault) {
        there.always(
                switch (fault) {
                    case "nonsense" -> answer(200, "<html>welcome</html>");
                    case "silence" -> PlayedDeployment.silence();
                    case "drops" -> there.drops();
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
            var answer = client.send(
                    HttpRequest.newBuilder(base.resolve("/v1/pose"))
                            .header("x-api-key", "demo")
                            .header("Content-Type", "image/png")
                            .POST(BodyPublishers.ofByteArray(picture))
                            .build(),
                    BodyHandlers.ofByteArray());
            JsonNode body = JSON.readTree(answer.body());
            assertThat(answer.statusCode()).as(body.toString()).isEqualTo(200);
            return body.at("/people/0/keypoints/1/x").doubleValue() == 101.125;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
