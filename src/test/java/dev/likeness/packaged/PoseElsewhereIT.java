package dev.likeness.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.pose.DotScene;
import dev.likeness.pose.remote.PoseAnswers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two packaged services, one of which reads poses for the other. */
class PoseElsewhereIT {

    private static final String ANSWERED = "likeness_pose_remote_calls_total{outcome=\"answered\"} ";

    @TempDir
    Path folder;

    @Test
    void a_pose_with_hands_and_face_comes_through_two_services_as_it_was_read() throws Exception {
        try (PackagedService reading = PackagedService.start(PackageForm.built(), DotScene.DWPOSE.mount(folder));
                PackagedService front = PackagedService.start(
                        PackageForm.built(),
                        Map.of(
                                "likeness.pose.remote.url",
                                "http://127.0.0.1:" + reading.port(),
                                "likeness.pose.remote.key",
                                PackagedService.KEY,
                                "likeness.pose.on-failure",
                                "fail"))) {
            reading.awaitReady();
            front.awaitReady();

            HttpResponse<byte[]> answer =
                    front.send(front.posting("/v1/pose", "image/png", Pictures.png(DotScene.DWPOSE.picture())));

            assertThat(answer.statusCode()).isEqualTo(200);
            DotScene.DWPOSE.assertSeen(PoseAnswers.people(answer.body()));
            assertThat(front.metrics()).contains(ANSWERED + "1.0");
        }
    }
}
