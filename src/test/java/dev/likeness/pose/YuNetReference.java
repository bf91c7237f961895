package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * How many faces there are in real pictures, and where OpenCV 5.0's FaceDetectorYN has the largest with YuNet's own weights
 * and a picture of 640 pixels.
 */
public enum YuNetReference {
    APOLLO11_CREW("apollo11_crew.jpg", 3),
    ASTRONAUT(
            "astronaut.png",
            1,
            178.9,
            63.2,
            90.8,
            110.9,
            201.5,
            105.0,
            245.2,
            104.9,
            220.7,
            127.1,
            203.9,
            145.2,
            242.4,
            145.0),
    GRACE_HOPPER(
            "grace_hopper.jpg",
            1,
            179.2,
            122.6,
            175.4,
            210.2,
            225.7,
            193.4,
            307.0,
            192.6,
            266.9,
            237.2,
            230.5,
            270.1,
            301.4,
            269.2),
    T_POSE(
            "assets_images_t_pose_t6.jpg",
            1,
            297.4,
            15.4,
            51.3,
            64.2,
            309.4,
            38.5,
            333.6,
            38.1,
            321.3,
            50.3,
            312.2,
            61.0,
            332.5,
            61.0),
    Y("assets_images_y_y1.jpg", 1),
    WARRIOR("web_public_img_warrior_left.jpg", 1),
    SIDE_LUNGE("web_public_img_side_lunge_left.jpg", 1),
    YOGI_SQUAT(
            "web_public_img_yogi_squat.jpg",
            1,
            495.8,
            252.2,
            61.8,
            75.0,
            511.9,
            282.9,
            539.5,
            281.9,
            526.6,
            299.3,
            516.5,
            307.3,
            539.2,
            309.5),
    SOCCER(
            "pifpaf_soccer.jpg",
            2,
            723.7,
            64.7,
            63.4,
            82.4,
            741.1,
            92.1,
            768.9,
            92.1,
            756.2,
            109.7,
            745.8,
            123.1,
            771.2,
            126.5),
    ROCKET("rocket.jpg", 0),
    COFFEE("coffee.png", 0);

    /** Shares of the face's width. Of what the network says itself: the two shrink pictures differently. */
    static final double LOOKED_AT_ONCE = 0.1;

    /** Of what the service says, which looks at small faces again from near, where the chin is seen better. */
    public static final double LOOKED_AT_AGAIN = 0.3;

    private final String file;
    private final int count;
    private final double[] largest;

    /** @param largest left, top, width, height, then the landmarks (x, y); none where OpenCV was not asked */
    YuNetReference(String file, int count, double... largest) {
        this.file = file;
        this.count = count;
        this.largest = largest;
    }

    /** The configuration that mounts the network, by whole keys. Skips the test without it. */
    public static Map<String, String> mount() {
        Path network = Models.file("face_detection_yunet_2023mar.onnx");
        return Map.of("likeness.pose.face-model", network.toString());
    }

    /** Skips the test when it is not there. */
    public Path file() {
        return Photos.file(file);
    }

    public void assertCounted(List<Face> faces) {
        assertThat(faces).as(file).hasSize(count);
    }

    public void assertWhere(List<Face> faces, double tolerance) {
        if (largest.length > 0) {
            Face face =
                    faces.stream().max(Comparator.comparingDouble(Face::area)).orElseThrow();
            double[] here = DoubleStream.concat(
                            DoubleStream.of(face.left(), face.top(), face.width(), face.height()),
                            face.landmarks().stream().flatMapToDouble(point -> DoubleStream.of(point.x(), point.y())))
                    .toArray();
            assertThat(here).as(file).containsExactly(largest, within(tolerance * face.width()));
        }
    }
}
