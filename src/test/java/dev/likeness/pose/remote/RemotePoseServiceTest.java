package dev.likeness.pose.remote;

import static dev.likeness.pose.remote.PlayedDeployment.answer;
import static dev.likeness.pose.remote.PlayedDeployment.await;
import static dev.likeness.pose.remote.PlayedDeployment.silence;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole service with another deployment's pose pass, over HTTP alone; that deployment is played, with its faults. */
@QuarkusTest
@TestProfile(RemotePoseServiceTest.WithRemote.class)
class RemotePoseServiceTest extends PosesReadElsewhere {

    public static class WithRemote implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "likeness.pose.remote.url", PlayedDeployment.url(),
                    "likeness.pose.remote.key", "front",
                    "likeness.pose.remote.timeout", "2s",
                    "likeness.pose.remote.breaker-failures", "1000",
                    "likeness.pose.on-failure", "fail",
                    "likeness.pose.load", "start",
                    "likeness.pose.cache.entries", "0",
                    "quarkus.otel.sdk.disabled", "false",
                    "quarkus.otel.traces.exporter", "none");
        }
    }

    private static Consumer<HttpServerRequest> pose() {
        return PlayedDeployment.pose(256, 384);
    }

    @Test
    void the_picture_goes_there_as_it_came_and_the_pose_comes_back() throws Exception {
        there.next(pose());

        HttpResponse<byte[]> answer = send("/v1/pose");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(there.calls())
                .containsExactly("POST /gpu/v1/pose?faces=none front application/octet-stream " + picture.length
                        + " bytes via 1.1 likeness");
        JsonNode person = JSON.readTree(answer.body()).at("/people/0");
        assertThat(person.at("/score").doubleValue()).isEqualTo(0.875);
        assertThat(person.at("/keypoints/1/x").doubleValue()).isEqualTo(101.125);
    }

    @Test
    void faces_are_found_there_too() throws Exception {
        there.next(answer(200, Bodies.faces(256, 384)));

        HttpResponse<byte[]> answer = send("/v1/pose?faces=only");

        assertThat(there.calls())
                .containsExactly("POST /gpu/v1/pose?faces=only front application/octet-stream " + picture.length
                        + " bytes via 1.1 likeness");
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.at("/people")).isEmpty();
        assertThat(body.at("/faces/0/width").doubleValue()).isEqualTo(60.5);
        assertThat(body.at("/faces/0/landmarks/4/name").textValue()).isEqualTo("left_mouth");
    }

    @Test
    void a_picture_that_was_passed_on_already_is_not_passed_on_again() throws Exception {
        HttpResponse<byte[]> answer =
                client.send(request("/v1/pose").header("Via", "1.1 likeness").build(), BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body())).contains("likeness.pose.remote.url");
        assertThat(there.calls()).isEmpty();
    }

    @Test
    void the_connection_is_kept_for_the_next_picture() throws Exception {
        for (int i = 0; i < 3; i++) {
            there.next(pose());
            assertThat(send("/v1/pose").statusCode()).isEqualTo(200);
        }

        assertThat(there.connections()).isEqualTo(1);
    }

    @Test
    void a_connection_that_breaks_is_replaced_by_another() throws Exception {
        there.next(request -> request.connection().close());
        there.next(pose());

        assertThat(send("/v1/pose").statusCode()).isEqualTo(200);
        assertThat(there.calls()).hasSize(2);
    }

    @Test
    void a_kept_connection_that_was_closed_meanwhile_is_replaced() throws Exception {
        there.next(request -> request.response().end(Bodies.pose(256, 384)).onComplete(sent -> request.connection()
                .close()));
        there.next(pose());

        assertThat(send("/v1/pose").statusCode()).isEqualTo(200);
        assertThat(send("/v1/pose").statusCode()).isEqualTo(200);
        assertThat(there.connections()).isEqualTo(2);
    }

    @Test
    void an_answer_that_breaks_off_is_asked_for_again() throws Exception {
        there.next(request -> {
            request.response().setChunked(true).write("{\"width\": 256, ");
            request.connection().close();
        });
        there.next(pose());

        assertThat(send("/v1/pose").statusCode()).isEqualTo(200);
    }

    @Test
    void both_tries_are_made_on_behalf_of_the_callers_trace() throws Exception {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        there.next(answer(500, "{}"));
        there.next(pose());

        HttpResponse<byte[]> answer = client.send(
                request("/v1/pose")
                        .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                        .build(),
                BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(there.traces()).hasSize(2).allSatisfy(told -> assertThat(told)
                .hasValueSatisfying(parent -> assertThat(parent)
                        .startsWith("00-" + trace + "-")
                        .as("the span of the stage, not the caller's")
                        .doesNotContain("00f067aa0ba902b7")));
    }

    @Test
    void errors_and_nonsense_are_a_503_that_says_when_to_try_again() throws Exception {
        there.next(answer(500, "{}"));
        there.next(answer(200, "<html>welcome</html>"));

        HttpResponse<byte[]> answer = send("/v1/pose");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(JSON.readTree(answer.body()).get("code").textValue()).isEqualTo("backend_unavailable");
        assertThat(new String(answer.body())).doesNotContain("127.0.0.1", "welcome", "front");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429})
    void what_is_refused_there_is_not_the_callers_business(int status) throws Exception {
        there.next(answer(status, "{\"error\": \"no\", \"code\": \"unauthorized\"}"));

        HttpResponse<byte[]> answer = send("/v1/pose");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(JSON.readTree(answer.body()).get("code").textValue()).isEqualTo("backend_unavailable");
        assertThat(there.calls()).hasSize(1);
    }

    @Test
    void a_server_that_is_not_there_is_a_503() throws Exception {
        there.close();

        assertThat(send("/v1/pose").statusCode()).isEqualTo(503);
    }

    @Test
    void an_answer_that_does_not_come_is_given_up_and_the_call_broken_off() throws Exception {
        there.next(silence());

        assertThat(send("/v1/pose").statusCode()).isEqualTo(503);
        await("the call to be broken off", () -> there.brokenOff() == 1);
        assertThat(there.calls()).hasSize(1);
    }

    @Test
    void bytes_that_trickle_do_not_keep_a_call_alive() throws Exception {
        there.next(there.drops());

        assertThat(send("/v1/pose").statusCode()).isEqualTo(503);
        await("the call to be broken off", () -> there.brokenOff() == 1);
        assertThat(there.calls()).hasSize(1);
    }

    @Test
    void an_answer_without_end_is_broken_off_and_not_asked_for_again() throws Exception {
        there.next(there.endless());

        assertThat(send("/v1/pose").statusCode()).isEqualTo(503);
        await("the call to be broken off", () -> there.brokenOff() == 1);
        assertThat(there.calls()).hasSize(1);
    }

    @Test
    void a_caller_who_hangs_up_breaks_the_call_off() {
        there.next(silence());
        CompletableFuture<?> caller = client.sendAsync(request("/v1/pose").build(), BodyHandlers.discarding());
        await("the call", () -> there.calls().size() == 1);

        caller.cancel(true);

        await("the call to be broken off", () -> there.brokenOff() == 1);
    }

    @Test
    void a_picture_that_cannot_be_decoded_there_is_the_callers_fault() throws Exception {
        there.next(answer(400, "{\"error\": \"no\", \"code\": \"invalid_image\"}"));

        HttpResponse<byte[]> answer = send("/v1/pose");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/fields/0/field").textValue())
                .isEqualTo("pose_image");
    }

    @Test
    void a_request_for_pictures_that_cannot_be_read_costs_nothing() throws Exception {
        for (int i = 0; i < 4; i++) {
            there.next(answer(500, ""));
        }
        double before = credits();
        String image = Base64.getEncoder().encodeToString(picture);
        String body = JSON.writeValueAsString(Map.of("face_image", image, "pose_image", image, "prompt", "a coat"));

        HttpResponse<byte[]> answer = client.send(
                to("/v1/consistent-character-with-pose")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(credits()).isEqualTo(before);
    }

    @Test
    void the_networks_of_this_process_are_not_loaded_although_that_was_wanted_at_the_start() throws Exception {
        HttpResponse<byte[]> ready = client.send(to("/q/health/ready").build(), BodyHandlers.ofByteArray());

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(new String(ready.body())).contains("poses are read elsewhere");
    }

    private double credits() throws Exception {
        return JSON.readTree(client.send(to("/v1/get-user-credits").build(), BodyHandlers.ofByteArray())
                        .body())
                .get("credits")
                .doubleValue();
    }
}
