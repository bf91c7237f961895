package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YuNetTest {

    private static final Window PLAIN = new Window(0, 0, YuNet.SIDE);

    private final List<float[]> outputs = new ArrayList<>();

    @BeforeEach
    void nothingIsAFace() {
        for (int values : new int[] {1, 1, 4, 10}) {
            for (int cells : new int[] {80 * 80, 40 * 40, 20 * 20}) {
                outputs.add(new float[cells * values]);
            }
        }
    }

    @Test
    void aFaceIsCountedInStridesFromItsCellAndMappedOutOfTheWindow() {
        face(1, 40 * 6 + 5, 0.9f, 0.4f);

        Face face = YuNet.decode(outputs, new Window(-100, 50, 1280), 0.5).get(0);

        assertThat(face.score()).isCloseTo(0.6, within(1e-6));
        assertThat(face.left() + face.width() / 2).isCloseTo(5.5 * 16 * 2 - 100, within(1e-3));
        assertThat(face.top() + face.height() / 2).isCloseTo(6.5 * 16 * 2 + 50, within(1e-3));
        assertThat(face.width()).isCloseTo(4 * 16 * 2, within(1e-3));
        assertThat(face.height()).isCloseTo(5 * 16 * 2, within(1e-3));
        assertThat(face.landmarks()).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(face.landmarks().get(i).x()).isCloseTo((5 + RedFaces.POINTS[2 * i]) * 32 - 100, within(1e-3));
            assertThat(face.landmarks().get(i).y()).isCloseTo((6 + RedFaces.POINTS[2 * i + 1]) * 32 + 50, within(1e-3));
        }
        assertThat(face.rightEye().x()).isLessThan(face.leftEye().x());
    }

    @Test
    void allThreeGridsAreRead() {
        face(0, 80 * 79 + 79, 1, 1);
        face(1, 0, 1, 1);
        face(2, 20 * 10 + 10, 1, 1);

        assertThat(YuNet.decode(outputs, PLAIN, 0.6))
                .extracting(face -> Math.round(face.nose().x()))
                .containsExactlyInAnyOrder(636L, 8L, 336L);
    }

    @Test
    void belowTheScoreNothingIsAFace() {
        face(0, 100, 0.5f, 0.7f);

        assertThat(YuNet.decode(outputs, PLAIN, 0.6)).isEmpty();
        assertThat(YuNet.decode(outputs, PLAIN, 0.59)).hasSize(1);
    }

    @Test
    void scoresBeyondTheirBoundsAreThoseBounds() {
        face(0, 100, 1.7f, 1.2f);
        face(0, 5000, -1, -1);

        assertThat(YuNet.decode(outputs, PLAIN, 0.6)).singleElement().satisfies(face -> assertThat(face.score())
                .isEqualTo(1));
    }

    @Test
    void ofBoxesThatOverlapTheSurestIsTheFace() {
        face(0, 80 * 40 + 40, 0.8f, 0.8f);
        face(0, 80 * 40 + 41, 0.9f, 0.9f);
        face(0, 80 * 40 + 60, 0.7f, 0.7f);

        assertThat(YuNet.decode(outputs, PLAIN, 0.6))
                .extracting(face -> Math.round(10 * face.score()))
                .containsExactly(9L, 7L);
    }

    @Test
    void aPictureIsGivenInBlueGreenAndRedAndReadBackWhereItIs(@TempDir Path folder) {
        List<Face> faces;
        try (FaceDetector network = load(RedFaces.mount(folder))) {
            faces = network.faces(Pixels.of(RedFaces.picture()), Window.letterbox(1280, 640));
        }

        RedFaces.assertSeen(faces);
    }

    private static FaceDetector load(Path file) {
        return FaceModel.of(Settings.of(Map.of("likeness.pose.face-model", file.toString())))
                .load(OrtEnvironment.getEnvironment(), Execution.onCpu(1));
    }

    /** Four strides wide and five high. */
    private void face(int grid, int cell, float itIsAFace, float thereIsSomething) {
        outputs.get(grid)[cell] = itIsAFace;
        outputs.get(3 + grid)[cell] = thereIsSomething;
        float[] box = {0.5f, 0.5f, (float) Math.log(4), (float) Math.log(5)};
        System.arraycopy(box, 0, outputs.get(6 + grid), cell * 4, 4);
        System.arraycopy(RedFaces.points(), 0, outputs.get(9 + grid), cell * 10, 10);
    }
}
