package dev.likeness.pose.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.TestConfig;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.InvalidRequest;
import dev.likeness.input.Picture;
import dev.likeness.input.PictureFile;
import dev.likeness.pose.EncodedPicture;
import dev.likeness.pose.Face;
import dev.likeness.pose.Joint;
import dev.likeness.pose.Landmark;
import dev.likeness.pose.Person;
import dev.likeness.pose.PoseReading;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemotePassTest {

    private byte[] sent;

    private static final Picture PICTURE = new EncodedPicture("pose_image", new byte[] {7}, 256, 384);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Deque<Supplier<Uni<Reply>>> script = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();
    private final AtomicInteger cancelled = new AtomicInteger();

    @Test
    void a_pose_comes_back_as_it_was_read_there() {
        answers(200, Bodies.pose(256, 384));

        PoseReading reading = pass().people(PICTURE).await().indefinitely();

        assertThat(calls).containsExactly("none 7");
        assertThat(reading.source()).isEqualTo(PoseReading.Source.NETWORK);
        assertThat(reading.skeleton().width()).isEqualTo(256);
        assertThat(reading.skeleton().people()).hasSize(1);
        assertThat(reading.skeleton().people().get(0).score()).isEqualTo(0.875);
        assertThat(reading.skeleton().people().get(0).at(Joint.NECK).x()).isCloseTo(101.125, within(1e-9));
        assertThat(reading.skeleton().people().get(0).at(Joint.LEFT_EAR).visible())
                .isFalse();
        assertThat(reading.skeleton().people().get(0).leftHand()).hasSize(21);
        assertThat(reading.skeleton().people().get(0).rightHand()).isEmpty();
        assertThat(count("answered")).isEqualTo(1);
    }

    @Test
    void faces_come_back_with_their_landmarks() {
        answers(200, Bodies.faces(256, 384));

        List<Face> faces = pass().faces(PICTURE).await().indefinitely();

        assertThat(calls).containsExactly("only 7");
        assertThat(faces).hasSize(1);
        assertThat(faces.get(0).width()).isEqualTo(60.5);
        assertThat(faces.get(0).at(Landmark.LEFT_MOUTH).x()).isEqualTo(14.25);
        assertThat(faces.get(0).score()).isEqualTo(0.9);
    }

    @Test
    void a_keypoint_that_lies_nowhere_is_left_out_and_the_rest_is_read() {
        answers(200, Bodies.pose(256, 384).replace("101.125", "NaN").replace("102.125", "-Infinity"));

        Person person = pass().people(PICTURE)
                .await()
                .indefinitely()
                .skeleton()
                .people()
                .get(0);

        assertThat(person.at(Joint.values()[1]).visible()).isFalse();
        assertThat(person.at(Joint.values()[2]).visible()).isFalse();
        assertThat(person.at(Joint.values()[3]).x()).isEqualTo(103.125);
    }

    @Test
    void a_face_that_lies_nowhere_is_left_out() {
        answers(200, Bodies.faces(256, 384).replace("60.5", "Infinity"));

        assertThat(pass().faces(PICTURE).await().indefinitely()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void what_passes_is_tried_a_second_time(int status) {
        answers(status, "");
        answers(200, Bodies.pose(256, 384));

        assertThat(pass().people(PICTURE).await().indefinitely().skeleton().people())
                .hasSize(1);
        assertThat(calls).hasSize(2);
    }

    @Test
    void a_connection_that_breaks_is_tried_a_second_time() {
        script.add(() -> Uni.createFrom().failure(Fault.passing("breaks off", new IOException("reset"))));
        answers(200, Bodies.pose(256, 384));

        pass().people(PICTURE).await().indefinitely();

        assertThat(calls).hasSize(2);
    }

    @Test
    void and_no_third_time() {
        answers(500, "");
        answers(500, "");

        assertDown(pass());
        assertThat(calls).hasSize(2);
        assertThat(count("failed")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 400, 401, 403, 404, 405, 413, 415, 429})
    void what_does_not_pass_is_not_tried_again(int status) {
        answers(status, "{\"code\": \"whatever\"}");

        assertDown(pass());
        assertThat(calls).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "null",
                "[]",
                "{}",
                "{\"width\": 256, \"height\": 384}",
                "{\"width\": 256, \"height\": 384, \"source\": \"network\"}",
                "{\"width\": 256, \"height\": 384, \"source\": \"dream\", \"people\": []}",
                "{\"width\": 256, \"height\": 384, \"source\": \"network\", \"people\": [{}]}",
                "{\"width\": 256, \"height\": 384, \"source\": \"network\", \"people\": [{\"score\": 1, \"keypoints\": []}]}",
                "{\"width\": 255, \"height\": 384, \"source\": \"network\", \"people\": []}",
            })
    void what_is_no_pose_of_this_picture_is_no_answer(String body) {
        answers(200, body);
        answers(200, body);

        assertDown(pass());
    }

    @Test
    void a_person_with_a_keypoint_that_is_no_number_or_another_is_no_answer() {
        for (String broken : List.of(
                Bodies.pose(256, 384).replace("101.125", "\"a\""),
                Bodies.pose(256, 384).replace("\"neck\"", "\"nose\""),
                Bodies.pose(256, 384).replace("0.875", "1.5"),
                Bodies.pose(256, 384).replace("left_hand", "face"))) {
            answers(200, broken);
            answers(200, broken);
            assertDown(pass());
        }
    }

    @Test
    void a_picture_that_cannot_be_decoded_is_the_callers_fault() {
        answers(400, "{\"error\": \"pose_image: ...\", \"code\": \"invalid_image\"}");

        assertThatThrownBy(() -> pass().people(PICTURE).await().indefinitely())
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("pose_image: it cannot be decoded; send another one");
        assertThat(calls).hasSize(1);
        assertThat(count("answered")).isEqualTo(1);
    }

    @Test
    void an_answer_that_does_not_come_is_given_up_and_the_call_broken_off() {
        script.add(RemotePassTest::never);

        assertDown(pass("timeout", "50ms"));
        assertThat(calls).hasSize(1);
        assertThat(cancelled).hasValue(1);
    }

    @Test
    void the_time_limit_is_one_for_both_tries() {
        answers(500, "");
        script.add(RemotePassTest::never);

        assertDown(pass("timeout", "50ms"));
        assertThat(calls).hasSize(2);
        assertThat(cancelled).hasValue(1);
    }

    @Test
    void cancelling_breaks_the_call_off() {
        script.add(RemotePassTest::never);
        UniAssertSubscriber<PoseReading> asked =
                pass().people(PICTURE).subscribe().withSubscriber(UniAssertSubscriber.create());

        asked.cancel();

        assertThat(cancelled).hasValue(1);
        assertThat(count("cancelled")).isEqualTo(1);
    }

    @Test
    void after_failures_in_a_row_nobody_is_asked_for_a_while() {
        RemotePass pass = pass("breaker-failures", "2", "breaker-pause", "1h");
        for (int i = 0; i < 2; i++) {
            answers(401, "");
            assertDown(pass);
        }

        assertDown(pass);

        assertThat(calls).hasSize(2);
        assertThat(count("kept_away")).isEqualTo(1);
        assertThat(metrics.get("likeness.pose.remote.open").gauge().value()).isEqualTo(1);
    }

    @Test
    void then_one_is_asked_as_a_trial_and_all_when_it_succeeds() throws InterruptedException {
        RemotePass pass = pass("breaker-failures", "1", "breaker-pause", "1ms");
        answers(401, "");
        assertDown(pass);
        Thread.sleep(5);
        answers(200, Bodies.pose(256, 384));
        answers(200, Bodies.pose(256, 384));

        pass.people(PICTURE).await().indefinitely();
        pass.people(PICTURE).await().indefinitely();

        assertThat(metrics.get("likeness.pose.remote.open").gauge().value()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://gpu/, k, likeness.pose.remote.url",
        "http:///x, k, likeness.pose.remote.url",
        "http://me:secret@gpu/, k, likeness.pose.remote.key",
        "http://gpu/?x=1, k, likeness.pose.remote.url",
        "http://gpu/, '', likeness.pose.remote.key",
    })
    void a_configuration_that_cannot_work_is_refused_by_its_key(String url, String key, String named) {
        Map<String, String> properties = new HashMap<>(Map.of("likeness.pose.remote.url", url));
        if (!key.isEmpty()) {
            properties.put("likeness.pose.remote.key", key);
        }
        RemotePassConfig config = TestConfig.of(RemotePassConfig.class, properties);

        assertThatThrownBy(() -> Destination.of(config, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @Test
    void without_a_url_there_is_nobody_to_ask() {
        assertThat(Destination.of(TestConfig.of(RemotePassConfig.class, Map.of()), null))
                .isEmpty();
    }

    private static void assertDown(RemotePass pass) {
        assertThatThrownBy(() -> pass.people(PICTURE).await().indefinitely())
                .isInstanceOf(BackendUnavailable.class)
                .hasMessage("Poses cannot be read at the moment; try again in 5 s");
    }

    @Test
    void what_a_picture_says_beside_its_pixels_is_not_sent() {
        Picture picture = PictureFile.read(PictureFile.withSecrets());
        answers(500, "{}");
        answers(500, "{}");

        pass().people(picture).onFailure().recoverWithNull().await().indefinitely();

        assertThat(new String(picture.encoded(), StandardCharsets.ISO_8859_1)).contains("SECRET");
        assertThat(new String(sent, StandardCharsets.ISO_8859_1)).doesNotContain("SECRET");
        assertThat(PictureFile.read(sent).width()).isEqualTo(picture.width());
    }

    private double count(String outcome) {
        return metrics.get("likeness.pose.remote.calls")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private void answers(int status, String body) {
        script.add(() -> Uni.createFrom().item(new Reply(status, body.getBytes())));
    }

    private static Uni<Reply> never() {
        return Uni.createFrom().nothing();
    }

    private RemotePass pass(String... settings) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            properties.put("likeness.pose.remote." + settings[i], settings[i + 1]);
        }
        Destination destination = (faces, picture) -> {
            calls.add(faces + " " + picture[0]);
            sent = picture;
            return script.remove().get().onCancellation().invoke(cancelled::incrementAndGet);
        };
        return new RemotePass(
                TestConfig.of(RemotePassConfig.class, properties), Optional.of(destination), metrics, Runnable::run);
    }
}
