package dev.likeness.pose;

import static dev.likeness.pose.DotScene.assertAroundItsDot;
import static dev.likeness.pose.DotScene.assertAt;
import static dev.likeness.pose.DotScene.assertPoints;
import static dev.likeness.pose.DotScene.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.onnxruntime.OrtEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole passes, by the runtime, with networks of each format that see dots of one colour: blue or red. */
class DotNetworksTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void everybodyIsSeenWhereTheirDotsAreAndNobodyInTheDark(DotScene scene) {
        PoseConfig config = Settings.of(scene.mount(folder));
        BufferedImage picture = scene.picture();
        BufferedImage dark = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);

        try (PeopleFinder finder = PoseModel.of(config).load(OrtEnvironment.getEnvironment(), Execution.onCpu(1))) {
            scene.assertSeen(finder.find(Pixels.of(picture)));
            assertThat(finder.find(Pixels.of(dark))).isEmpty();
        }
    }

    @Test
    void inTheOtherRangeOfValuesOpenPoseSeesNobody() throws IOException {
        Path network = network("open.onnx", DotNetworks.openPose(PixelRange.BYTES, 0, 0));
        BufferedImage picture = new Dots(656, 368).cell(40, 15, 8, Dots.BLUE).picture();

        assertThat(people("openpose", network, PixelRange.CENTRED, picture)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"328, 184, 0, 0", "400, 368, 0, 0", "1312, 500, 0, 0", "736, 368, 368, 368", "300, 600, 184, 320"})
    void whateverTheSizesThePlacesAreThoseOfThePicture(int width, int height, int networkHeight, int networkWidth)
            throws IOException {
        Path network = network("sized.onnx", DotNetworks.openPose(PixelRange.BYTES, networkHeight, networkWidth));
        double scale = networkWidth == 0
                ? Math.max(width / 656.0, height / 368.0)
                : Math.max((double) width / networkWidth, (double) height / networkHeight);
        int size = (int) Math.round(8 * scale);
        BufferedImage picture = new Dots(width, height)
                .cell(width / size / 2, height / size / 3, size, Dots.BLUE)
                .picture();

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
    void rtmPoseWithoutADetectorTakesThePictureForOnePerson() throws IOException {
        Path network = network("dots_17.onnx", DotNetworks.simCc(-1, 17, 256, 192));
        BufferedImage picture = new Dots(384, 512).light(180, 300, Dots.RED).picture();

        assertPoints(only(people("rtmpose", network, PixelRange.BYTES, picture)), 180, 300, 1.25 * 2);
        assertThat(people("rtmpose", network, PixelRange.BYTES, new Dots(384, 512).picture()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, 256, 256", "true, 300, 520", "false, 192, 192", "false, 700, 400"})
    void moveNetSeesOnePersonAroundTheDotWhateverTheSizes(boolean multiple, int width, int height) throws IOException {
        Path network = network("movenet.onnx", DotNetworks.moveNet(multiple));

        assertAroundItsDot(
                people("movenet", network, PixelRange.BYTES, DotScene.oneInThree(width, height)), width, height);
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
}
