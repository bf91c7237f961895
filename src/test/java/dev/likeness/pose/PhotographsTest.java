package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.likeness.input.PictureFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
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

    /** 240 of 1080 pixels high, where the network sees a person in 32 of its own. */
    @ParameterizedTest
    @CsvSource({
        "assets_images_t_pose_t6.jpg, 900, 740",
        "assets_images_t_pose_t6.jpg, 0, 0",
        "assets_images_t_pose_t6.jpg, 1600, 840",
        "web_public_img_warrior_left.jpg, 300, 500",
        "web_public_img_yogi_squat.jpg, 1100, 100",
        "assets_images_y_y1.jpg, 700, 420"
    })
    void aSmallPersonIsFound(String photo, int x, int y) {
        BufferedImage person = Photos.photo(photo);
        double scale = 240.0 / person.getHeight();
        BufferedImage picture = placed(person, scale, x, y, 1920, 1080, new Color(0x98A08C));

        List<Person> people = pose(picture).skeleton().people();

        assertThat(people).hasSize(1);
        Person whole = pose(person).skeleton().mostProminent().orElseThrow();
        for (Joint joint : List.of(Joint.NECK, Joint.RIGHT_HIP, Joint.LEFT_HIP)) {
            assertThat(people.get(0).at(joint).x())
                    .as("%s", joint)
                    .isCloseTo(whole.at(joint).x() * scale + x, within(12.0));
            assertThat(people.get(0).at(joint).y())
                    .as("%s", joint)
                    .isCloseTo(whole.at(joint).y() * scale + y, within(12.0));
        }
    }

    @Test
    void everyoneInAVeryWidePictureIsFoundOnce() throws IOException {
        String[] photos = {
            "assets_images_y_y1.jpg",
            "web_public_img_warrior_left.jpg",
            "web_public_img_side_lunge_left.jpg",
            "web_public_img_yogi_squat.jpg",
            "assets_images_t_pose_t6.jpg",
            "grace_hopper.jpg"
        };
        BufferedImage wide = new BufferedImage(4922, 700, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = wide.createGraphics();
        double[] middles = new double[photos.length];
        for (int i = 0; i < photos.length; i++) {
            BufferedImage photo = Photos.photo(photos[i]);
            double scale = 700.0 / photo.getHeight();
            double middle = pose(photo)
                            .skeleton()
                            .mostProminent()
                            .orElseThrow()
                            .at(Joint.NECK)
                            .x()
                    * scale;
            // The middle 820 columns or fewer of each.
            int left = (int) Math.max(0, Math.min(photo.getWidth() * scale - 820, middle - 410));
            graphics.setClip(i * 820, 0, 820, 700);
            graphics.drawImage(photo, i * 820 - left, 0, (int) (photo.getWidth() * scale), 700, null);
            middles[i] = i * 820 - left + middle;
        }
        graphics.dispose();

        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(wide, "png", file);
        List<Person> people = poses.read(PictureFile.read(file.toByteArray()))
                .await()
                .indefinitely()
                .skeleton()
                .people();

        assertThat(people).hasSize(photos.length);
        for (double middle : middles) {
            assertThat(people)
                    .filteredOn(person -> Math.abs(person.at(Joint.NECK).x() - middle) < 40)
                    .as("near %.0f", middle)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"coffee.png", "rocket.jpg"})
    void tilesOfPicturesWithoutPeopleShowNobody(String photo) {
        BufferedImage nobody = Photos.photo(photo);
        assertThat(pose(nobody).skeleton().people()).isEmpty();
        assertThat(pose(placed(nobody, 1, 0, 0, 3 * nobody.getWidth(), nobody.getHeight()))
                        .skeleton()
                        .people())
                .isEmpty();
        assertThat(pose(placed(nobody, 0.5, 40, 60, 800, 800)).skeleton().people())
                .isEmpty();
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
        return placed(photo, scale, x, y, width, height, Color.BLACK);
    }

    private static BufferedImage placed(
            BufferedImage photo, double scale, int x, int y, int width, int height, Color around) {
        BufferedImage larger = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = larger.createGraphics();
        graphics.setColor(around);
        graphics.fillRect(0, 0, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(photo, x, y, (int) (photo.getWidth() * scale), (int) (photo.getHeight() * scale), null);
        graphics.dispose();
        return larger;
    }
}
