package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * YuNet's own weights on real pictures, beside what OpenCV 5.0's FaceDetectorYN says of the same file and the same pictures
 * of 640 pixels.
 */
class YuNetPhotographsTest {

    /** Of the face's width; the two shrink pictures differently. */
    private static final double TOLERANCE = 0.1;

    private static Networks networks;
    private static Networks.Loaded loaded;
    private static FaceReader faces;

    @BeforeAll
    static void load() {
        PoseConfig config = Settings.of(Map.of(
                "likeness.pose.face-model",
                Models.file("face_detection_yunet_2023mar.onnx").toString()));
        networks = new Networks(config, Nowhere.ELSE, Runnable::run);
        faces = new FaceReader(networks, new Passes(config, Runnable::run));
        loaded = networks.loaded().await().indefinitely();
    }

    @AfterAll
    static void close() {
        if (networks != null) {
            networks.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "apollo11_crew.jpg, 3",
        "astronaut.png, 1",
        "grace_hopper.jpg, 1",
        "assets_images_t_pose_t6.jpg, 1",
        "assets_images_y_y1.jpg, 1",
        "web_public_img_warrior_left.jpg, 1",
        "web_public_img_side_lunge_left.jpg, 1",
        "web_public_img_yogi_squat.jpg, 1",
        "pifpaf_soccer.jpg, 2",
        "rocket.jpg, 0",
        "coffee.png, 0"
    })
    void asManyFacesAsThereAre(String photo, int count) {
        assertThat(faces.all(Pixels.of(Photos.photo(photo)), loaded)).hasSize(count);
    }

    /** Box (left, top, width, height), then the landmarks (x, y). */
    @ParameterizedTest
    @CsvSource({
        "astronaut.png, 178.9 63.2 90.8 110.9 201.5 105.0 245.2 104.9 220.7 127.1 203.9 145.2 242.4 145.0",
        "grace_hopper.jpg, 179.2 122.6 175.4 210.2 225.7 193.4 307.0 192.6 266.9 237.2 230.5 270.1 301.4 269.2",
        "assets_images_t_pose_t6.jpg, 297.4 15.4 51.3 64.2 309.4 38.5 333.6 38.1 321.3 50.3 312.2 61.0 332.5 61.0",
        "web_public_img_yogi_squat.jpg, 495.8 252.2 61.8 75.0 511.9 282.9 539.5 281.9 526.6 299.3 516.5 307.3 539.2 309.5",
        "pifpaf_soccer.jpg, 723.7 64.7 63.4 82.4 741.1 92.1 768.9 92.1 756.2 109.7 745.8 123.1 771.2 126.5"
    })
    void aFaceIsWhereOpenCvHasIt(String photo, String expected) {
        BufferedImage picture = Photos.photo(photo);
        Window whole = Window.letterbox(picture.getWidth(), picture.getHeight());

        Face face = loaded.faces().faces(Pixels.of(picture), whole).stream()
                .max(Comparator.comparingDouble(Face::area))
                .orElseThrow();

        double[] there = Arrays.stream(expected.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        double[] here = DoubleStream.concat(
                        DoubleStream.of(face.left(), face.top(), face.width(), face.height()),
                        face.landmarks().stream().flatMapToDouble(point -> DoubleStream.of(point.x(), point.y())))
                .toArray();
        assertThat(here).containsExactly(there, within(TOLERANCE * face.width()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"astronaut.png", "grace_hopper.jpg", "assets_images_t_pose_t6.jpg", "apollo11_crew.jpg"})
    void aFaceIsSurerFoundInItsPortrait(String photo) {
        BufferedImage picture = Photos.photo(photo);
        Face face =
                faces.all(new DecodedPicture(picture)).await().indefinitely().get(0);
        double x = face.left() + face.width() / 2, y = face.top() + face.height() / 2;

        double bare = surest(picture, Window.around(x, y, face.side()));
        assertThat(surest(picture, Window.around(x, y, 2.4 * face.side())))
                .isGreaterThan(0.9)
                .isGreaterThan(bare + 0.05);
    }

    private static double surest(BufferedImage picture, Window window) {
        List<Face> found = loaded.faces().faces(Pixels.of(picture), window);
        return found.stream().mapToDouble(Face::score).max().orElse(0);
    }
}
