package dev.likeness.pose;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * YuNet of OpenCV's model zoo (face_detection_yunet_2023mar). It sees smaller faces than {@link BlazeFace}, and gives the
 * corners of the mouth. Read as OpenCV's FaceDetectorYN reads it.
 */
final class YuNet implements FaceDetector {

    /** Side of the square that it takes, pixels. */
    static final int SIDE = 640;

    /** Pixels to a cell in each of the grids. */
    private static final int[] STRIDES = {8, 16, 32};

    /** Values of a box: centre and size. */
    private static final int BOX = 4;

    private static final int POINTS = 2 * Landmark.values().length;

    /** BGR, 0..255; for each cell that it is a face, that there is something, box and points: first these, then grids. */
    static final NetworkSpec SPEC = new NetworkSpec(
            new NetworkSpec.Tensor("input", "FLOAT", 1, 3, SIDE, SIDE),
            Stream.of(outputs("cls", 1), outputs("obj", 1), outputs("bbox", BOX), outputs("kps", POINTS))
                    .flatMap(each -> each)
                    .toList());

    /** Boxes that overlap more than this (intersection over union) are the same face's; OpenCV's value. */
    private static final double SAME = 0.3;

    private final Network network;
    private final double faceScore;

    YuNet(Network network, double faceScore) {
        this.network = network;
        this.faceScore = faceScore;
    }

    private static Stream<NetworkSpec.Tensor> outputs(String name, int values) {
        return IntStream.of(STRIDES)
                .mapToObj(stride -> new NetworkSpec.Tensor(name + "_" + stride, "FLOAT", 1, cells(stride), values));
    }

    private static int cells(int stride) {
        return (SIDE / stride) * (SIDE / stride);
    }

    @Override
    public List<Face> faces(Pixels picture, Window window) {
        float[] rgb = Resampling.sample(picture, window, SIDE);
        List<float[]> outputs = network.run(new long[] {1, 3, SIDE, SIDE}, buffer -> fill(buffer, rgb));
        return decode(outputs, window, faceScore);
    }

    /** Plane by plane: blue, green, red. */
    private static void fill(ByteBuffer buffer, float[] rgb) {
        for (int channel = 2; channel >= 0; channel--) {
            for (int i = channel; i < rgb.length; i += 3) {
                buffer.putFloat(rgb[i]);
            }
        }
    }

    /** @param outputs in the order of {@link #SPEC} */
    static List<Face> decode(List<float[]> outputs, Window window, double faceScore) {
        List<Face> found = new ArrayList<>();
        for (int level = 0; level < STRIDES.length; level++) {
            float[] faces = outputs.get(level);
            float[] objects = outputs.get(STRIDES.length + level);
            float[] boxes = outputs.get(2 * STRIDES.length + level);
            float[] points = outputs.get(3 * STRIDES.length + level);
            int stride = STRIDES[level];
            for (int cell = 0; cell < cells(stride); cell++) {
                double score = Math.sqrt(bounded(faces[cell]) * bounded(objects[cell]));
                if (score >= faceScore) {
                    found.add(face(new Cell(cell, stride, window), boxes, points, score));
                }
            }
        }
        return once(found);
    }

    private static double bounded(float score) {
        return Math.max(0, Math.min(1, score));
    }

    private static Face face(Cell cell, float[] boxes, float[] points, double score) {
        int box = cell.index * BOX;
        double width = cell.length(boxes[box + 2]);
        double height = cell.length(boxes[box + 3]);
        List<Keypoint> landmarks = new ArrayList<>();
        for (int i = cell.index * POINTS; i < (cell.index + 1) * POINTS; i += 2) {
            landmarks.add(new Keypoint(cell.x(points[i]), cell.y(points[i + 1]), score));
        }
        return new Face(
                cell.x(boxes[box]) - width / 2, cell.y(boxes[box + 1]) - height / 2, width, height, landmarks, score);
    }

    private static List<Face> once(List<Face> faces) {
        faces.sort(Comparator.comparingDouble(Face::score).reversed());
        List<Face> kept = new ArrayList<>();
        for (Face face : faces) {
            if (kept.stream().noneMatch(other -> other.box().overlap(face.box()) > SAME)) {
                kept.add(face);
            }
        }
        return kept;
    }

    /** 64 of its pixels. */
    @Override
    public double small() {
        return 0.1;
    }

    @Override
    public void close() {
        network.close();
    }

    /** A place in one of the grids, from which positions are counted in strides. */
    private record Cell(int index, int stride, Window window) {

        double x(double offset) {
            return window.pictureX((index % (SIDE / stride) + offset) * stride / SIDE);
        }

        double y(double offset) {
            return window.pictureY((index / (SIDE / stride) + offset) * stride / SIDE);
        }

        /** Of the logarithm of a length in strides. */
        double length(double logarithm) {
            return Math.exp(logarithm) * stride / SIDE * window.side();
        }
    }
}
