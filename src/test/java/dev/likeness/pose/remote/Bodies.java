package dev.likeness.pose.remote;

import dev.likeness.pose.Joint;
import dev.likeness.pose.Landmark;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.stream.Collectors;

/** Answers of {@code POST /v1/pose}, written out. */
final class Bodies {

    private Bodies() {}

    /** One person, whose joint i is at 100.125 + i, i; the last one was not found. */
    static String pose(int width, int height) {
        String keypoints = Arrays.stream(Joint.values())
                .map(joint -> String.format(
                        Locale.ROOT,
                        "{\"name\": \"%s\", \"x\": %d.125, \"y\": %d, \"score\": %s}",
                        joint.name().toLowerCase(Locale.ROOT),
                        100 + joint.ordinal(),
                        joint.ordinal(),
                        joint == Joint.LEFT_EAR ? "0" : "0.5"))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "{\"width\": %d, \"height\": %d, \"source\": \"network\", \"people\": [{\"score\": 0.875, \"keypoints\": [%s], \"left_hand\": [%s]}]}",
                width,
                height,
                keypoints,
                String.join(", ", Collections.nCopies(21, "{\"x\": 1, \"y\": 2, \"score\": 0.5}")));
    }

    /** One face, whose landmark i is at 10.25 + i, i. */
    static String faces(int width, int height) {
        String landmarks = Arrays.stream(Landmark.values())
                .map(landmark -> String.format(
                        Locale.ROOT,
                        "{\"name\": \"%s\", \"x\": %d.25, \"y\": %d}",
                        landmark.name().toLowerCase(Locale.ROOT),
                        10 + landmark.ordinal(),
                        landmark.ordinal()))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                ("{\"width\": %d, \"height\": %d, \"source\": \"network\", \"people\": [], \"faces\": [{\"score\": 0.9,"
                        + " \"left\": 1, \"top\": 2, \"width\": 60.5, \"height\": 70, \"landmarks\": [%s]}]}"),
                width,
                height,
                landmarks);
    }
}
