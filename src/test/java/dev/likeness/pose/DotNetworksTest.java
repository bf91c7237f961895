package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole passes, by the runtime, with networks of each format that see dots of one colour: blue or red. */
class DotNetworksTest {

    /** Most that the light of a dot reaches, pixels. */
    private static final int RADIUS = 40;

    /** The colour whose channel comes first decides: a detector takes blue first, SimCC and MoveNet take red. */
    private static final int BLUE = 0x0000ff;

    private static final int RED = 0xff0000;
    private static final int GREEN = 0x00ff00;

    /** Their points lie around somebody's red dot, so far to the right and up of the blue one, around which their box is. */
    private static final int APART = 14;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(PixelRange.class)
    void openPoseOfOpenSizeSeesABodyWhereTheDotIsInEitherRangeOfValues(PixelRange range) throws IOException {
        Path network = network("open.onnx", DotNetworks.openPose(range, 0, 0));
        BufferedImage picture = picture(656, 368);
        cell(picture, 40, 15, 8, BLUE);
        cell(picture, 20, 15, 8, RED);

        Person person = only(people("openpose", network, range, picture));

        for (Joint joint : Joint.values()) {
            double[] place = SyntheticMaps.BODY[joint.ordinal()];
            assertAt(person.at(joint), (40.5 + place[0]) * 8, (15.5 + place[1]) * 8, 1, joint);
        }
    }

    @Test
    void inTheOtherRangeOfValuesOpenPoseSeesNobody() throws IOException {
        Path network = network("open.onnx", DotNetworks.openPose(PixelRange.BYTES, 0, 0));
        BufferedImage picture = picture(656, 368);
        cell(picture, 40, 15, 8, BLUE);

        assertThat(people("openpose", network, PixelRange.CENTRED, picture)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"328, 184, 0, 0", "400, 368, 0, 0", "1312, 500, 0, 0", "736, 368, 368, 368", "300, 600, 184, 320"})
    void whateverTheSizesThePlacesAreThoseOfThePicture(int width, int height, int networkHeight, int networkWidth)
            throws IOException {
        Path network = network("sized.onnx", DotNetworks.openPose(PixelRange.BYTES, networkHeight, networkWidth));
        BufferedImage picture = picture(width, height);
        double scale = networkWidth == 0
                ? Math.max(width / 656.0, height / 368.0)
                : Math.max((double) width / networkWidth, (double) height / networkHeight);
        int size = (int) Math.round(8 * scale);
        cell(picture, width / size / 2, height / size / 3, size, BLUE);

        Person person = only(people("openpose", network, PixelRange.BYTES, picture));

        double x = (width / size / 2 + 0.5) * size, y = (height / size / 3 + 0.5) * size;
        assertAt(person.at(Joint.NECK), x, y, 4 * scale, Joint.NECK);
        assertAt(person.at(Joint.LEFT_WRIST), x + 24 * scale, y + 48 * scale, 4 * scale, Joint.LEFT_WRIST);
    }

    @Test
    void anOpenPoseNetworkOfASizeThatIsNotWholeCellsIsRefused() throws IOException {
        Path network = network("odd.onnx", DotNetworks.openPose(PixelRange.BYTES, 100, 104));

        assertThatIllegalStateException()
                .isThrownBy(() -> finder("openpose", network, PixelRange.BYTES))
                .withMessageContaining("whole multiples of 8")
                .withMessageContaining("FLOAT[1, 3, 100, 104]");
    }

    @Test
    void dwPoseSeesTheWholeBodyOfEachPersonThatTheDetectorFinds() throws IOException {
        network("yolox_dots.onnx", DotNetworks.yolox(1));
        network("dots_133.onnx", DotNetworks.simCc(1, 133, 384, 288));
        BufferedImage picture = picture(1280, 1000);
        somebody(picture, 2 * (5 * 32 + 16), 2 * (6 * 32 + 16), APART);
        somebody(picture, 2 * (14 * 32 + 16), 2 * (8 * 32 + 16), APART);
        light(picture, 2 * (10 * 32 + 16), 2 * (3 * 32 + 16), GREEN);
        light(picture, 2 * (10 * 32 + 16), 2 * (15 * 32 + 16), RED);

        List<Person> people = leftFirst(people("dwpose", folder, PixelRange.BYTES, picture));

        assertThat(people).hasSize(2);
        // Of the picture to one of the input: twice the detector's pixels, a quarter around the box.
        double scale = 2 * 1.25 * Math.max(DotNetworks.BOX_WIDTH / 288, DotNetworks.BOX_HEIGHT / 384);
        assertPoints(people.get(0), 2 * (5 * 32 + 16) + APART, 2 * (6 * 32 + 16) - APART, scale);
        assertPoints(people.get(1), 2 * (14 * 32 + 16) + APART, 2 * (8 * 32 + 16) - APART, scale);
        for (Person person : people) {
            assertThat(person.leftHand()).hasSize(21).allMatch(Keypoint::visible);
            assertThat(person.rightHand()).hasSize(21).allMatch(Keypoint::visible);
            assertThat(person.face()).hasSize(68).allMatch(Keypoint::visible);
        }
    }

    /** The networks leave the length of a batch open: all three are looked at in one run. */
    @Test
    void rtmPoseSeesEverybodyInOneBatch() throws IOException {
        network("yolox_dots.onnx", DotNetworks.yolox(-1));
        network("dots_17.onnx", DotNetworks.simCc(-1, 17, 256, 192));
        BufferedImage picture = picture(640, 640);
        int[][] dots = {{3 * 32 + 16, 4 * 32 + 16}, {9 * 32 + 16, 10 * 32 + 16}, {15 * 32 + 16, 5 * 32 + 16}};
        for (int i = 0; i < 3; i++) {
            somebody(picture, dots[i][0], dots[i][1], APART - 10 * i);
        }

        List<Person> people = leftFirst(people("rtmpose", folder, PixelRange.BYTES, picture));

        assertThat(people).hasSize(3);
        double scale = 1.25 * Math.max(DotNetworks.BOX_WIDTH / 192, DotNetworks.BOX_HEIGHT / 256);
        for (int i = 0; i < 3; i++) {
            assertPoints(people.get(i), dots[i][0] + APART - 10 * i, dots[i][1] - APART + 10 * i, scale);
        }
    }

    @Test
    void rtmPoseWithoutADetectorTakesThePictureForOnePerson() throws IOException {
        Path network = network("dots_17.onnx", DotNetworks.simCc(-1, 17, 256, 192));
        BufferedImage picture = picture(384, 512);
        light(picture, 180, 300, RED);

        assertPoints(only(people("rtmpose", network, PixelRange.BYTES, picture)), 180, 300, 1.25 * 2);
        assertThat(people("rtmpose", network, PixelRange.BYTES, picture(384, 512)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, 256, 256", "true, 300, 520", "false, 192, 192", "false, 700, 400"})
    void moveNetSeesOnePersonAroundTheDot(boolean multiple, int width, int height) throws IOException {
        Path network = network("movenet.onnx", DotNetworks.moveNet(multiple));
        BufferedImage picture = picture(width, height);
        light(picture, width / 2 + 10, height / 2 - 15, RED);
        light(picture, width / 3, height / 3, GREEN);
        light(picture, width / 3 * 2, height / 3, BLUE);

        Person person = only(people("movenet", network, PixelRange.BYTES, picture));

        double side = Math.max(width, height), tolerance = 1.5 * side / 192;
        // COCO's joints 0 and 10.
        assertAt(person.at(Joint.NOSE), width / 2 + 10 - side / 8, height / 2 - 15 - side / 8, tolerance, Joint.NOSE);
        assertAt(
                person.at(Joint.RIGHT_WRIST),
                width / 2 + 10 + side / 32,
                height / 2 - 15 + side / 32,
                tolerance,
                Joint.RIGHT_WRIST);
        assertThat(people("movenet", network, PixelRange.BYTES, picture(width, height)))
                .isEmpty();
    }

    private static void assertPoints(Person person, double x, double y, double scale) {
        Map<Joint, Integer> points = Map.of(
                Joint.NOSE, 0, Joint.LEFT_EYE, 1, Joint.LEFT_SHOULDER, 5, Joint.RIGHT_WRIST, 10, Joint.RIGHT_ANKLE, 16);
        points.forEach((joint, point) -> assertAt(
                person.at(joint),
                x + DotNetworks.right(point) / 2.0 * scale,
                y + DotNetworks.down(point) / 2.0 * scale,
                1.5 * scale,
                joint));
    }

    private static void assertAt(Keypoint point, double x, double y, double tolerance, Joint joint) {
        assertThat(point.visible()).as("%s", joint).isTrue();
        assertThat(point.x()).as("%s, x", joint).isCloseTo(x, within(tolerance));
        assertThat(point.y()).as("%s, y", joint).isCloseTo(y, within(tolerance));
    }

    private static Person only(List<Person> people) {
        assertThat(people).hasSize(1);
        return people.get(0);
    }

    private static List<Person> leftFirst(List<Person> people) {
        return people.stream()
                .sorted(Comparator.comparingDouble(
                        person -> person.at(Joint.NOSE).x()))
                .toList();
    }

    private static List<Person> people(String format, Path model, PixelRange range, BufferedImage picture) {
        try (PeopleFinder finder = finder(format, model, range)) {
            return finder.find(Pixels.of(picture));
        }
    }

    private static PeopleFinder finder(String format, Path model, PixelRange range) {
        PoseConfig config = Settings.of(Map.of(
                "likeness.pose.format", format,
                "likeness.pose.model", model.toString(),
                "likeness.pose.pixel-range", range.name()));
        return PoseModel.of(config).load(OrtEnvironment.getEnvironment(), Execution.onCpu(1));
    }

    private Path network(String name, byte[] file) throws IOException {
        return Files.write(folder.resolve(name), file);
    }

    private static BufferedImage picture(int width, int height) {
        return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    }

    private static void cell(BufferedImage picture, int column, int row, int size, int rgb) {
        for (int y = row * size; y < (row + 1) * size; y++) {
            for (int x = column * size; x < (column + 1) * size; x++) {
                picture.setRGB(x, y, rgb);
            }
        }
    }

    private static void somebody(BufferedImage picture, int x, int y, int apart) {
        light(picture, x, y, BLUE);
        light(picture, x + apart, y - apart, RED);
    }

    /** Brightest in the middle, and darker the farther from it. */
    private static void light(BufferedImage picture, int centreX, int centreY, int rgb) {
        for (int y = Math.max(0, centreY - RADIUS); y < Math.min(picture.getHeight(), centreY + RADIUS); y++) {
            for (int x = Math.max(0, centreX - RADIUS); x < Math.min(picture.getWidth(), centreX + RADIUS); x++) {
                double far = Math.hypot(x + 0.5 - centreX, y + 0.5 - centreY) / RADIUS;
                int light = (int) Math.max(0, 255 * (1 - far));
                picture.setRGB(x, y, picture.getRGB(x, y) | light * 0x010101 & rgb);
            }
        }
    }
}
