package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Turns the output of MoveNet MultiPose, or of Lightning and Thunder, into people in the picture. */
final class MoveNetDecoder {

    private static final int SLOTS = 6;
    private static final int JOINTS = 17;
    /** 17 x (y, x, score), then ymin, xmin, ymax, xmax, score. */
    private static final int SLOT = JOINTS * 3 + 5;

    /** Two slots that are more alike than this (object keypoint similarity) are the same person twice. */
    private static final double DUPLICATE = 0.65;

    private MoveNetDecoder() {}

    /** The people from the given score on, the surest first, each once. */
    static List<Detection> decode(float[] output, Window window, double personScore) {
        if (output.length == JOINTS * 3) {
            Detection only = alone(joints(output, 0, window));
            return only.score() >= personScore ? List.of(only) : List.of();
        }
        if (output.length != SLOTS * SLOT) {
            throw new IllegalArgumentException("expected " + SLOTS * SLOT + " values, not " + output.length);
        }
        List<Detection> found = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            Detection detection = slot(output, slot * SLOT, window);
            if (detection.score() >= personScore) {
                found.add(detection);
            }
        }
        return once(found);
    }

    /** Each person once, the surest first. */
    static List<Detection> once(List<Detection> found) {
        List<Detection> kept = new ArrayList<>();
        found.stream()
                .sorted(Comparator.comparingDouble(Detection::score).reversed())
                .filter(one ->
                        kept.stream().noneMatch(other -> other.similarity(one) > DUPLICATE || other.sharesJoints(one)))
                .forEach(kept::add);
        return kept;
    }

    private static Detection slot(float[] output, int offset, Window window) {
        int box = offset + JOINTS * 3;
        return new Detection(
                joints(output, offset, window),
                window.pictureX(output[box + 1]),
                window.pictureY(output[box]),
                window.pictureX(output[box + 3]),
                window.pictureY(output[box + 2]),
                output[box + 4]);
    }

    /** The one person of a network that judges joints only: they are as sure as their joints are on average. */
    private static Detection alone(List<Keypoint> joints) {
        return new Detection(
                joints,
                joints.stream().mapToDouble(Keypoint::x).min().orElseThrow(),
                joints.stream().mapToDouble(Keypoint::y).min().orElseThrow(),
                joints.stream().mapToDouble(Keypoint::x).max().orElseThrow(),
                joints.stream().mapToDouble(Keypoint::y).max().orElseThrow(),
                joints.stream().mapToDouble(Keypoint::score).average().orElseThrow());
    }

    private static List<Keypoint> joints(float[] output, int offset, Window window) {
        List<Keypoint> joints = new ArrayList<>(JOINTS);
        for (int joint = 0; joint < JOINTS; joint++) {
            int i = offset + joint * 3;
            joints.add(new Keypoint(window.pictureX(output[i + 1]), window.pictureY(output[i]), output[i + 2]));
        }
        return joints;
    }
}
