package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.pose.remote.PlayedDeployment;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole service, whose ComfyUI servers read the pictures when the deployment that does so cannot. */
@QuarkusTest
@TestProfile(LeftToTheServersTest.WithBoth.class)
class LeftToTheServersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static class WithBoth implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
                    Map.entry("likeness.backend", "comfyui"),
                    Map.entry("likeness.comfyui.urls", PlayedDeployment.url().replace("/gpu", "")),
                    Map.entry("likeness.comfyui.probe-interval", "50ms"),
                    Map.entry("likeness.comfyui.poll-interval", "20ms"),
                    Map.entry("likeness.pose.remote.url", PlayedDeployment.url()),
                    Map.entry("likeness.pose.remote.key", "front"),
                    Map.entry("likeness.pose.remote.timeout", "2s"),
                    Map.entry("likeness.pose.remote.breaker-failures", "1000"),
                    Map.entry("likeness.pose.on-failure", "comfyui"),
                    Map.entry("likeness.pose.cache.entries", "0"));
        }
    }

    @TestHTTPResource("/")
    URI base;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private FakeComfy server;
    private PlayedDeployment there;

    @BeforeEach
    void bothAreThere() {
        URI url = URI.create(ConfigProvider.getConfig().getValue("likeness.comfyui.urls", String.class));
        server = FakeComfy.start(vertx, "127.0.0.1", url.getPort());
        there = new PlayedDeployment();
        FakeComfy.await(
                "the service to be ready", () -> send(to("/q/health/ready")).statusCode() == 200);
    }

    @AfterEach
    void bothAreGone() {
        there.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void a_pose_that_was_read_is_drawn() {
        there.always(PlayedDeployment.poseOrFace(256, 384, 256, 256));

        HttpResponse<String> answer = picture();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(preprocessors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "401", "429", "silence"})
    void a_pose_that_nobody_could_read_is_left_to_them(String fault) {
        there.always(
                fault.equals("silence")
                        ? PlayedDeployment.silence()
                        : PlayedDeployment.answer(Integer.parseInt(fault), "{}"));

        HttpResponse<String> answer = picture();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-backend")).contains("comfyui");
        assertThat(preprocessors()).isNotEmpty();
    }

    /** Nodes of the submitted graphs that read a pose. */
    private List<String> preprocessors() {
        return server.journal().prompts().stream()
                .map(Object::toString)
                .filter(prompt -> prompt.contains("DWPreprocessor"))
                .toList();
    }

    private HttpResponse<String> picture() {
        try {
            return send(to("/v1/consistent-character-with-pose")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(Map.of(
                            "face_image", sample("face.jpg"),
                            "pose_image", sample("pose.png"),
                            "prompt", "a red coat in the rain")))));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("x-api-key", "demo");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sample(String name) throws IOException {
        try (InputStream file = LeftToTheServersTest.class.getResourceAsStream("/contract/" + name)) {
            return Base64.getEncoder().encodeToString(file.readAllBytes());
        }
    }
}
