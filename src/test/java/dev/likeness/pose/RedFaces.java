package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/** A network with the face of YuNet that takes what is red for a face, and a picture with one. */
public final class RedFaces {

    /** Offsets in strides from the cell's corner. */
    static final double[] POINTS = {0.25, 0.25, 0.75, 0.25, 0.5, 0.5, 0.3, 0.875, 0.7, 0.875};

    private RedFaces() {}

    /** The file of the network, in that folder. */
    public static Path mount(Path folder) {
        return network().write(folder.resolve("red.onnx"));
    }

    /** A red cell, and a blue one, which is no face. */
    public static BufferedImage picture() {
        BufferedImage picture = new BufferedImage(1280, 640, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 1280, 640);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(960, 320, 16, 16);
        graphics.setColor(Color.RED);
        graphics.fillRect(80, 48, 16, 16);
        graphics.dispose();
        return picture;
    }

    /** As the network sees them at once. */
    static void assertSeen(List<Face> faces) {
        assertThat(faces).singleElement().satisfies(face -> {
            assertThat(face.nose().x()).isCloseTo(88, within(1e-3));
            assertThat(face.nose().y()).isCloseTo(56, within(1e-3));
            assertThat(face.width()).isCloseTo(4 * 16, within(1e-3));
            assertThat(face.left()).isCloseTo(88 - 32, within(1e-3));
            assertThat(face.score()).isGreaterThan(0.8);
        });
    }

    /** As the service sees them, which looks at small faces again from near: in one of the cells that are red there, too. */
    public static void assertFound(List<Face> faces) {
        assertThat(faces).singleElement().satisfies(face -> {
            assertThat(face.nose().x()).isCloseTo(88, within(8.0));
            assertThat(face.nose().y()).isCloseTo(56, within(8.0));
        });
    }

    /** Takes each cell of the finest grid that is red for a face, by a convolution. */
    private static OnnxGraph network() {
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

    static float[] points() {
        float[] points = new float[POINTS.length];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) POINTS[i];
        }
        return points;
    }
}
