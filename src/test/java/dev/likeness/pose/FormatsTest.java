package dev.likeness.pose;

import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real networks of each format on real pictures. */
class FormatsTest {

    private static final Map<String, Integer> PEOPLE = Map.of(
            "apollo11_crew.jpg", 3,
            "assets_images_t_pose_t6.jpg", 1,
            "assets_images_y_y1.jpg", 1,
            "web_public_img_warrior_left.jpg", 1,
            "web_public_img_side_lunge_left.jpg", 1,
            "web_public_img_yogi_squat.jpg", 1,
            "pifpaf_soccer.jpg", 2,
            "rocket.jpg", 0,
            "coffee.png", 0);

    @TempDir
    private Path folder;

    @Test
    void moveNetMultiPoseFromAFileSeesEverybody() {
        assertEverybodySeen("movenet", Models.file("movenet_multipose_256.onnx"), 6);
    }

    @Test
    void moveNetLightningSeesOnePersonAndNobodyInAnEmptyPicture() {
        assertEverybodySeen("movenet", Models.file("movenet_lightning.onnx"), 1);
    }

    @Test
    void anOpenPoseNetworkSeesEverybody() {
        assertEverybodySeen("openpose", Models.file("multipose_as_openpose_368.onnx"), 18);
    }

    @Test
    void aDetectorAndAWholeBodyNetworkSeeEverybody() {
        assertEverybodySeen(
                "dwpose",
                Models.folder(folder, "multipose_as_yolox_640.onnx", "movenet_as_dwpose133_384x288.onnx"),
                32);
    }

    private static void assertEverybodySeen(String format, Path model, int most) {
        SoftAssertions every = new SoftAssertions();
        try (PeopleFinder people = finder(format, model)) {
            PEOPLE.forEach((photo, there) -> every.assertThat(people.find(Pixels.of(Photos.photo(photo))))
                    .as(photo)
                    .hasSize(Math.min(there, most)));
        }
        every.assertAll();
    }

    private static PeopleFinder finder(String format, Path model) {
        return PoseModel.of(Settings.format(format, model)).load(OrtEnvironment.getEnvironment(), Execution.onCpu(2));
    }
}
