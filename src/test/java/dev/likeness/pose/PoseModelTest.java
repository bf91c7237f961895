package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoseModelTest {

    /** A network that no format takes. */
    private static final Path FACES = Path.of("models/blazeface_back.onnx");

    @TempDir
    private Path folder;

    @Test
    void withoutAnyConfigurationItIsTheShippedOne() {
        PoseModel model = PoseModel.of(Settings.defaults());

        assertThat(model.mounted()).isFalse();
        assertThat(model).hasToString("movenet from models/movenet_multipose.onnx");
    }

    @ParameterizedTest
    @CsvSource({"openpose, one .onnx file", "dwpose, two .onnx files", "rtmpose, one .onnx file"})
    void anotherFormatNeedsAModel(String format, String needed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PoseModel.of(Settings.format(format)))
                .withMessageStartingWith("likeness.pose.model has to name the networks")
                .withMessageContaining("likeness.pose.format is " + format)
                .withMessageContaining(needed);
    }

    @Test
    void aPathThatIsNotThereIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("openpose", folder.resolve("nowhere.onnx")))
                .withMessage("likeness.pose.model names " + folder.resolve("nowhere.onnx")
                        + ", which is not there or cannot be read");
    }

    @Test
    void dwposeNeedsItsDetectorToo() throws IOException {
        Path file = Files.createFile(folder.resolve("dw-ll_ucoco_384.onnx"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("dwpose", file))
                .withMessageContaining("dwpose needs a directory with two .onnx files");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("dwpose", folder))
                .withMessageContaining("found dw-ll_ucoco_384.onnx");
    }

    @Test
    void aDirectoryHasTheFilesThatAreNeededAndNoOthers() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("openpose", folder))
                .withMessageContaining("found none");
        Files.createFile(folder.resolve("readme.txt"));
        Files.createFile(folder.resolve("one.onnx"));
        assertThat(of("openpose", folder)).hasToString("openpose from likeness.pose.model: " + folder + "/one.onnx");
        Files.createFile(folder.resolve("two.onnx"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("openpose", folder))
                .withMessageContaining("needs one .onnx file, and no other networks; found one.onnx, two.onnx");
    }

    @Test
    void theDetectorIsToldByItsName() throws IOException {
        Files.createFile(folder.resolve("dw-ll_ucoco_384.onnx"));
        Files.createFile(folder.resolve("YOLOX_l.onnx"));

        assertThat(of("dwpose", folder).toString())
                .contains(folder + "/YOLOX_l.onnx and ")
                .endsWith("_384.onnx");
    }

    @Test
    void rtmposeDoesWithoutADetector() throws IOException {
        Files.createFile(folder.resolve("rtmpose-m.onnx"));

        assertThat(of("rtmpose", folder))
                .hasToString(of("rtmpose", folder.resolve("rtmpose-m.onnx")).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "movenet, 'expected input image or input INT32[1, 256, 256, 3]', 'FLOAT[1, 6, 56]; or input'",
        "openpose, 'expected input image or input or data FLOAT[1, 3, ?, ?]', 'FLOAT[1, 38, ?, ?]'",
        "rtmpose, 'expected input input FLOAT[?, 3, 256, 192]', 'simcc_y FLOAT[?, 17, 512]'"
    })
    void aNetworkOfAnotherKindFailsTheStartWithWhatWasExpectedAndWhatWasFound(
            String format, String input, String output) {
        Networks networks = new Networks(Settings.format(format, FACES), Nowhere.ELSE, Runnable::run);

        assertThatIllegalStateException()
                .isThrownBy(() -> networks.onStart(null))
                .withMessageStartingWith("likeness.pose.model: " + FACES + " is another network: ")
                .withMessageContaining(input)
                .withMessageContaining(output)
                .withMessageContaining("found inputs image FLOAT[1, 256, 256, 3]")
                .withMessageContaining("scores FLOAT[1, 896]");
        assertThat(networks.ready()).isFalse();
    }

    private static PoseModel of(String format, Path model) {
        return PoseModel.of(Settings.format(format, model));
    }
}
