package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped networks on real pictures. */
class PhotographsTest {

    private static Networks networks;
    private static PoseReader poses;
    private static FaceReader faces;

    @BeforeAll
    static void load() {
        assumeTrue(
                PhotographsTest.class.getClassLoader().getResource("models/movenet_multipose.onnx") != null,
                "skipped: this build has no networks");
        PoseConfig config = Settings.defaults();
        networks = new Networks(config, Nowhere.ELSE, Runnable::run);
        Passes passes = new Passes(config, Runnable::run);
        poses = new PoseReader(networks, passes);
        faces = new FaceReader(networks, passes);
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
        "assets_images_t_pose_t6.jpg, 1",
        "assets_images_y_y1.jpg, 1",
        "web_public_img_warrior_left.jpg, 1",
        "web_public_img_side_lunge_left.jpg, 1",
        "web_public_img_yogi_squat.jpg, 1",
        "pifpaf_soccer.jpg, 2",
        "rocket.jpg, 0",
        "coffee.png, 0"
    })
    void asManyPeopleAsThereAre(String photo, int people) {
        PoseReading reading = pose(Photos.photo(photo));
        assertThat(reading.source()).isEqualTo(PoseReading.Source.NETWORK);
        assertThat(reading.skeleton().people()).hasSize(people);
    }

    @ParameterizedTest
    @CsvSource({
        "apollo11_crew.jpg, 3",
        "astronaut.png, 1",
        "grace_hopper.jpg, 1",
        "assets_images_y_y1.jpg, 1",
        "web_public_img_side_lunge_left.jpg, 1",
        "rocket.jpg, 0",
        "coffee.png, 0"
    })
    void asManyFacesAsThereAre(String photo, int faces) {
        assertThat(PhotographsTest.faces.all(
                        Pixels.of(Photos.photo(photo)),
                        networks.loaded().await().indefinitely()))
                .hasSize(faces);
    }

    @Test
    void whoSpreadsTheirArmsIsReadWithThemSpread() {
        BufferedImage photo = Photos.photo("assets_images_t_pose_t6.jpg");
        Person person = pose(photo).skeleton().mostProminent().orElseThrow();
        assertThat(person.at(Joint.RIGHT_WRIST).x()).isLessThan(photo.getWidth() * 0.15);
        assertThat(person.at(Joint.LEFT_WRIST).x()).isGreaterThan(photo.getWidth() * 0.85);
        assertThat(person.at(Joint.RIGHT_WRIST).y())
                .isCloseTo(person.at(Joint.LEFT_WRIST).y(), within(photo.getHeight() * 0.1));
        assertThat(person.at(Joint.NECK).y())
                .isLessThan(person.at(Joint.LEFT_HIP).y());
    }

    @Test
    void aPoseStaysWhereItIsWhenThePictureGrowsAroundIt() {
        BufferedImage photo = Photos.photo("web_public_img_warrior_left.jpg");
        Person person = pose(photo).skeleton().mostProminent().orElseThrow();
        BufferedImage larger = placed(photo, 1, 300, 200, 1700, 1300);
        Person moved = pose(larger).skeleton().mostProminent().orElseThrow();
        for (Joint joint : List.of(Joint.NOSE, Joint.NECK, Joint.LEFT_WRIST, Joint.RIGHT_WRIST, Joint.LEFT_KNEE)) {
            assertThat(moved.at(joint).x())
                    .as("%s", joint)
                    .isCloseTo(person.at(joint).x() + 300, within(25.0));
            assertThat(moved.at(joint).y())
                    .as("%s", joint)
                    .isCloseTo(person.at(joint).y() + 200, within(25.0));
        }
    }

    @Test
    void theLargestFaceHasItsEyesAndMouthWhereTheyAre() {
        Face face = face(Photos.photo("astronaut.png")).orElseThrow();
        assertThat(face.rightEye().x()).isCloseTo(200, within(15.0));
        assertThat(face.leftEye().x()).isCloseTo(247, within(15.0));
        assertThat(face.rightEye().x()).isLessThan(face.nose().x());
        assertThat(face.nose().x()).isLessThan(face.leftEye().x());
        assertThat(face.rightEye().y()).isLessThan(face.nose().y());
        assertThat(face.nose().y()).isLessThan(face.mouth().y());
    }

    @Test
    void aFaceTooSmallForTheWholePictureIsFoundByItsHead() {
        BufferedImage photo = Photos.photo("web_public_img_warrior_left.jpg");
        Face face = face(photo).orElseThrow();
        Face small = face(placed(photo, 0.5, 200, 300, 1200, 1000)).orElseThrow();
        assertThat(small.height()).isLessThan(0.05 * 1000);
        assertThat(small.nose().x()).isCloseTo(face.nose().x() * 0.5 + 200, within(8.0));
        assertThat(small.nose().y()).isCloseTo(face.nose().y() * 0.5 + 300, within(8.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"astronaut.png", "grace_hopper.jpg", "assets_images_t_pose_t6.jpg", "pifpaf_soccer.jpg"})
    void aFaceThatFillsThePictureIsFound(String photo) {
        BufferedImage whole = Photos.photo(photo);
        Face face = face(whole).orElseThrow();
        int x = (int) face.left(), y = (int) face.top(), side = (int) face.side();

        Face again = face(placed(whole, 1, -x, -y, side, side)).orElseThrow();

        assertThat(again.nose().x()).isCloseTo(face.nose().x() - x, within(0.15 * side));
        assertThat(again.nose().y()).isCloseTo(face.nose().y() - y, within(0.15 * side));
    }

    @Test
    void aSkeletonImageIsReadBackWithoutTheNetwork() {
        Skeleton skeleton = new RandomPeople(2).skeleton(512, 512, 1);
        PoseReading reading = pose(SkeletonRenderer.draw(skeleton));
        assertThat(reading.source()).isEqualTo(PoseReading.Source.SKELETON_IMAGE);
        assertThat(reading.skeleton().people()).hasSize(1);
    }

    private static PoseReading pose(BufferedImage picture) {
        return poses.read(new DecodedPicture(picture)).await().indefinitely();
    }

    private static Optional<Face> face(BufferedImage picture) {
        return faces.all(new DecodedPicture(picture)).await().indefinitely().stream()
                .findFirst();
    }

    private static BufferedImage placed(BufferedImage photo, double scale, int x, int y, int width, int height) {
        BufferedImage larger = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = larger.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(photo, x, y, (int) (photo.getWidth() * scale), (int) (photo.getHeight() * scale), null);
        graphics.dispose();
        return larger;
    }
}
