package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlazeFaceDecoderTest {

    private final float[] logits = new float[896];
    private final float[] boxes = new float[896 * 16];

    @BeforeEach
    void nothingIsAFace() {
        Arrays.fill(logits, -20);
    }

    @Test
    void anchorsLieInTheMiddleOfTheCellsOfBothGrids() {
        assertThat(BlazeFaceDecoder.anchorX(0)).isEqualTo(0.5 / 16);
        assertThat(BlazeFaceDecoder.anchorX(2)).isEqualTo(1.5 / 16);
        assertThat(BlazeFaceDecoder.anchorY(2)).isEqualTo(0.5 / 16);
        assertThat(BlazeFaceDecoder.anchorY(511)).isEqualTo(15.5 / 16);
        assertThat(BlazeFaceDecoder.anchorX(512)).isEqualTo(0.5 / 8);
        assertThat(BlazeFaceDecoder.anchorX(518)).isEqualTo(1.5 / 8);
        assertThat(BlazeFaceDecoder.anchorY(895)).isEqualTo(7.5 / 8);
    }

    @Test
    void aFaceIsMappedOutOfTheWindow() {
        face(2 * (16 * 4 + 8), 5, 64);
        Face face = decode(new Window(-100, 0, 512)).get(0);
        // The anchor is at (8.5 / 16, 4.5 / 16) of the square, the points at the offsets that face() sets.
        assertThat(face.left() + face.width() / 2).isCloseTo(8.5 / 16 * 512 - 100, within(1e-3));
        assertThat(face.top() + face.height() / 2).isCloseTo(4.5 / 16 * 512, within(1e-3));
        assertThat(face.width()).isCloseTo(128, within(1e-3));
        assertThat(face.rightEye().x()).isCloseTo(8.5 / 16 * 512 - 100 - 20, within(1e-3));
        assertThat(face.leftEye().x()).isCloseTo(8.5 / 16 * 512 - 100 + 20, within(1e-3));
        assertThat(face.mouth().y()).isCloseTo(4.5 / 16 * 512 + 40, within(1e-3));
        assertThat(face.score()).isCloseTo(1 / (1 + Math.exp(-5)), within(1e-9));
    }

    @Test
    void belowTheScoreNothingIsAFace() {
        face(100, (float) Math.log(0.69 / 0.31), 40);
        assertThat(decode(new Window(0, 0, 256))).isEmpty();
        face(100, (float) Math.log(0.71 / 0.29), 40);
        assertThat(decode(new Window(0, 0, 256))).hasSize(1);
    }

    @Test
    void boxesThatAgreeAreOneFaceWeightedByTheirScores() {
        face(200, 3, 60);
        face(201, 1, 80);
        List<Face> faces = decode(new Window(0, 0, 256));
        double first = 1 / (1 + Math.exp(-3)), second = 1 / (1 + Math.exp(-1));
        assertThat(faces).singleElement().satisfies(face -> {
            assertThat(face.width()).isCloseTo((60 * first + 80 * second) / (first + second), within(1e-3));
            assertThat(face.score()).isCloseTo(first, within(1e-9));
        });
    }

    @Test
    void facesBesideOneAnotherAreTwo() {
        face(2 * (16 * 8 + 2), 3, 40);
        face(2 * (16 * 8 + 12), 4, 40);
        assertThat(decode(new Window(0, 0, 256)))
                .extracting(Face::score)
                .isSortedAccordingTo((a, b) -> Double.compare(b, a))
                .hasSize(2);
    }

    private List<Face> decode(Window window) {
        return BlazeFaceDecoder.decode(logits, boxes, window, 0.7);
    }

    /** Eyes 10 pixels of the network's square to each side, mouth 20 below the middle. */
    private void face(int anchor, float logit, float side) {
        logits[anchor] = logit;
        float[] box = {0, 0, side, side, -10, -10, 10, -10, 0, 0, 0, 20, -20, 0, 20, 0};
        System.arraycopy(box, 0, boxes, anchor * 16, 16);
    }
}
