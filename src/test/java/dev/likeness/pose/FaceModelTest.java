package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceModelTest {

    private static final Path BLAZEFACE = Path.of("models/blazeface_back.onnx");
    private static final Path MOVENET = Path.of("models/movenet_multipose.onnx");

    @TempDir
    private Path folder;

    @Test
    void withoutAnyConfigurationItIsTheShippedOne() {
        FaceModel model = FaceModel.of(Settings.defaults());

        assertThat(model.mounted()).isFalse();
        assertThat(model).hasToString("faces from models/blazeface_back.onnx");
    }

    @Test
    void theFileTellsWhichNetworkItIs() {
        assertThat(loaded(BLAZEFACE)).isInstanceOf(BlazeFace.class);
        assertThat(loaded(RedFaces.mount(folder))).isInstanceOf(YuNet.class);
    }

    @Test
    void aFileThatIsNotThereIsRefusedByItsKey() {
        for (Path none : List.of(folder, folder.resolve("none.onnx"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceModel.of(settings(none)))
                    .withMessageStartingWith("likeness.pose.face-model names " + none)
                    .withMessageContaining("YuNet");
        }
    }

    @Test
    void anotherNetworkIsRefusedWithWhatWasExpectedAndWhatWasFound() {
        assertThatIllegalStateException()
                .isThrownBy(() -> loaded(MOVENET))
                .withMessageStartingWith("likeness.pose.face-model: " + MOVENET + " is another network")
                .withMessageContaining("expected input image FLOAT[1, 256, 256, 3]")
                .withMessageContaining("or input input FLOAT[1, 3, 640, 640]")
                .withMessageContaining("bbox_16 FLOAT[1, 1600, 4]")
                .withMessageContaining("found inputs image INT32[1, 256, 256, 3]");
    }

    @Test
    void aYuNetThatTakesPicturesOfAnotherSizeIsRefused() {
        OnnxGraph small = new OnnxGraph()
                .input("input", OnnxGraph.Type.FLOAT, 1, 3, 320, 320)
                .node("Identity", List.of("input"), "cls_8")
                .output("cls_8", 1, 3, 320, 320);

        assertThatIllegalStateException()
                .isThrownBy(() -> loaded(small.write(folder.resolve("small.onnx"))))
                .withMessageContaining("found inputs input FLOAT[1, 3, 320, 320]");
    }

    @Test
    void aWrongFileFailsTheStart() {
        ExecutorService workers = Executors.newSingleThreadExecutor();
        try {
            Networks networks = new Networks(settings(MOVENET), Nowhere.ELSE, workers);

            assertThatThrownBy(() -> networks.onStart(null))
                    .hasMessageContaining("likeness.pose.face-model: " + MOVENET);
        } finally {
            workers.shutdownNow();
        }
    }

    private FaceDetector loaded(Path file) {
        FaceDetector network = FaceModel.of(settings(file)).load(OrtEnvironment.getEnvironment(), Execution.onCpu(1));
        network.close();
        return network;
    }

    private static PoseConfig settings(Path file) {
        return Settings.of(Map.of("likeness.pose.face-model", file.toString()));
    }
}
