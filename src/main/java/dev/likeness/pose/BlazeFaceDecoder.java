package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Turns the output of BlazeFace (back camera model, 256 pixels) into faces in the picture. */
final class BlazeFaceDecoder {

    static final int ANCHORS = 896;
    /** Box (x, y of the centre, width, height), then 6 points (x, y): eyes, nose tip, mouth, ears. */
    static final int VALUES = 16;

    private static final int RIGHT_EYE = 4;
    private static final int LEFT_EYE = 6;
    private static final int NOSE = 8;
    private static final int MOUTH = 10;

    /** Cells along a side, and anchors in each cell, of the network's two levels. */
    private static final int FINE_GRID = 16;

    private static final int FINE_ANCHORS = 2;
    private static final int COARSE_GRID = 8;
    private static final int COARSE_ANCHORS = 6;

    /** Boxes that overlap more than this (intersection over union) are the same face, MediaPipe's value. */
    private static final double SAME_FACE = 0.3;

    private BlazeFaceDecoder() {}

    /**
     * The faces from the given score on, the surest first; each is the mean of the boxes that agree on it, weighted by
     * their scores.
     */
    static List<Face> decode(float[] logits, float[] boxes, Window window, double faceScore) {
        if (logits.length != ANCHORS || boxes.length != ANCHORS * VALUES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "expected %d and %d values, not %d and %d",
                    ANCHORS,
                    ANCHORS * VALUES,
                    logits.length,
                    boxes.length));
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int anchor = 0; anchor < ANCHORS; anchor++) {
            double score = 1 / (1 + Math.exp(-logits[anchor]));
            if (score >= faceScore) {
                candidates.add(candidate(boxes, anchor, score));
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::score).reversed());
        List<Face> faces = new ArrayList<>();
        while (!candidates.isEmpty()) {
            Candidate surest = candidates.get(0);
            List<Candidate> same = candidates.stream()
                    .filter(other -> surest.overlap(other) > SAME_FACE)
                    .toList();
            candidates.removeAll(same);
            candidates.remove(surest);
            faces.add(mean(same.isEmpty() ? List.of(surest) : same, window));
        }
        return faces;
    }

    private static Candidate candidate(float[] boxes, int anchor, double score) {
        double anchorX = anchorX(anchor);
        double anchorY = anchorY(anchor);
        double[] values = new double[VALUES];
        for (int i = 0; i < VALUES; i++) {
            double raw = boxes[anchor * VALUES + i] / BlazeFace.SIDE;
            boolean extent = i == 2 || i == 3;
            values[i] = extent ? raw : raw + (i % 2 == 0 ? anchorX : anchorY);
        }
        return new Candidate(values, score);
    }

    static double anchorX(int anchor) {
        int fine = FINE_GRID * FINE_GRID * FINE_ANCHORS;
        return anchor < fine
                ? (anchor / FINE_ANCHORS % FINE_GRID + 0.5) / FINE_GRID
                : ((anchor - fine) / COARSE_ANCHORS % COARSE_GRID + 0.5) / COARSE_GRID;
    }

    static double anchorY(int anchor) {
        int fine = FINE_GRID * FINE_GRID * FINE_ANCHORS;
        return anchor < fine
                ? (anchor / FINE_ANCHORS / FINE_GRID + 0.5) / FINE_GRID
                : ((anchor - fine) / COARSE_ANCHORS / COARSE_GRID + 0.5) / COARSE_GRID;
    }

    private static Face mean(List<Candidate> same, Window window) {
        double total = same.stream().mapToDouble(Candidate::score).sum();
        double[] mean = new double[VALUES];
        for (Candidate candidate : same) {
            for (int i = 0; i < VALUES; i++) {
                mean[i] += candidate.values()[i] * candidate.score() / total;
            }
        }
        double score = same.get(0).score();
        return new Face(
                window.pictureX(mean[0] - mean[2] / 2),
                window.pictureY(mean[1] - mean[3] / 2),
                mean[2] * window.side(),
                mean[3] * window.side(),
                landmarks(mean, window, score),
                score);
    }

    /** The network gives the middle of the mouth; its corners are beside it, along the line of the eyes. */
    private static List<Keypoint> landmarks(double[] mean, Window window, double score) {
        Keypoint rightEye = point(mean, RIGHT_EYE, window, score);
        Keypoint leftEye = point(mean, LEFT_EYE, window, score);
        Keypoint mouth = point(mean, MOUTH, window, score);
        double dx = FacePoints.MOUTH_WIDTH / 2 * (leftEye.x() - rightEye.x());
        double dy = FacePoints.MOUTH_WIDTH / 2 * (leftEye.y() - rightEye.y());
        return List.of(rightEye, leftEye, point(mean, NOSE, window, score), mouth.moved(-dx, -dy), mouth.moved(dx, dy));
    }

    private static Keypoint point(double[] values, int index, Window window, double score) {
        return new Keypoint(window.pictureX(values[index]), window.pictureY(values[index + 1]), score);
    }

    /** @param values as the network gives them, but absolute and 0..1 of the square */
    private record Candidate(double[] values, double score) {

        double overlap(Candidate other) {
            double width = Math.min(right(), other.right()) - Math.max(left(), other.left());
            double height = Math.min(bottom(), other.bottom()) - Math.max(top(), other.top());
            double common = Math.max(0, width) * Math.max(0, height);
            return common / (values[2] * values[3] + other.values[2] * other.values[3] - common);
        }

        private double left() {
            return values[0] - values[2] / 2;
        }

        private double right() {
            return values[0] + values[2] / 2;
        }

        private double top() {
            return values[1] - values[3] / 2;
        }

        private double bottom() {
            return values[1] + values[3] / 2;
        }
    }
}
