package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YuNetTest {

    /** Offsets in strides from the cell's corner. */
    private static final double[] POINTS = {0.25, 0.25, 0.75, 0.25, 0.5, 0.5, 0.3, 0.875, 0.7, 0.875};

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
            assertThat(face.landmarks().get(i).x()).isCloseTo((5 + POINTS[2 * i]) * 32 - 100, within(1e-3));
            assertThat(face.landmarks().get(i).y()).isCloseTo((6 + POINTS[2 * i + 1]) * 32 + 50, within(1e-3));
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
        BufferedImage picture = new BufferedImage(1280, 640, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 1280, 640);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(960, 320, 16, 16);
        graphics.setColor(Color.RED);
        graphics.fillRect(80, 48, 16, 16);
        graphics.dispose();

        List<Face> faces;
        try (FaceDetector network = load(redCells().write(folder.resolve("red.onnx")))) {
            faces = network.faces(Pixels.of(picture), Window.letterbox(1280, 640));
        }

        assertThat(faces).singleElement().satisfies(face -> {
            assertThat(face.nose().x()).isCloseTo(88, within(1e-3));
            assertThat(face.nose().y()).isCloseTo(56, within(1e-3));
            assertThat(face.width()).isCloseTo(4 * 16, within(1e-3));
            assertThat(face.left()).isCloseTo(88 - 32, within(1e-3));
            assertThat(face.score()).isGreaterThan(0.8);
        });
    }

    /** Takes each cell of the finest grid that is red for a face, by a convolution. */
    static OnnxGraph redCells() {
        float[] weights = new float[3 * 8 * 8];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (i < 2 * 64 ? -1 : 1) / (64 * 255f);
        }
        OnnxGraph graph = new OnnxGraph()
                .input("input", OnnxGraph.Type.FLOAT, 1, 3, YuNet.SIDE, YuNet.SIDE)
                .constant("red", weights, 1, 3, 8, 8)
                .node(
                        "Conv",
                        List.of("input", "red"),
                        "redness",
                        OnnxGraph.Attribute.list("kernel_shape", 8, 8),
                        OnnxGraph.Attribute.list("strides", 8, 8))
                .positions("cells", 1, 6400, 1)
                .node("Reshape", List.of("redness", "cells"), "cls_8")
                .output("cls_8", 1, 6400, 1);
        constant(graph, "cls_16", 1600, 0);
        constant(graph, "cls_32", 400, 0);
        for (int stride : new int[] {8, 16, 32}) {
            int cells = (YuNet.SIDE / stride) * (YuNet.SIDE / stride);
            constant(graph, "obj_" + stride, cells, 1);
            constant(graph, "bbox_" + stride, cells, 0.5f, 0.5f, (float) Math.log(4), (float) Math.log(5));
            constant(graph, "kps_" + stride, cells, points());
        }
        return graph;
    }

    private static void constant(OnnxGraph graph, String name, int cells, float... each) {
        float[] values = new float[cells * each.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = each[i % each.length];
        }
        graph.constant(name + "_values", values, 1, cells, each.length)
                .node("Identity", List.of(name + "_values"), name)
                .output(name, 1, cells, each.length);
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
        System.arraycopy(points(), 0, outputs.get(9 + grid), cell * 10, 10);
    }

    private static float[] points() {
        float[] points = new float[POINTS.length];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) POINTS[i];
        }
        return points;
    }
}
