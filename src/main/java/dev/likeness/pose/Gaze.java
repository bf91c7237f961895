package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where to look for faces that are too small to be seen in the whole picture: the network needs a face to be about a
 * twentieth of its square.
 */
final class Gaze {

    /** A head with room around it, in multiples of the distance that the head's size is judged by. */
    private static final double SHOULDER_WIDTHS = 1.8;

    private static final double EAR_DISTANCES = 4.5;

    /** COCO joints: nose, eyes and ears are the first five. */
    private static final int HEAD_JOINTS = 5;

    private static final double SURE = 0.2;

    private Gaze() {}

    /** Squares around the heads of the people found, the largest head first. */
    static List<Window> heads(List<Detection> people) {
        List<Window> windows = new ArrayList<>();
        for (Detection person : people) {
            List<Keypoint> head = person.joints().subList(0, HEAD_JOINTS).stream()
                    .filter(joint -> joint.score() >= SURE)
                    .toList();
            double size = headSize(person.joints());
            if (!head.isEmpty() && size >= 1) {
                double x = head.stream().mapToDouble(Keypoint::x).average().orElseThrow();
                double y = head.stream().mapToDouble(Keypoint::y).average().orElseThrow();
                windows.add(Window.around(x, y, size));
            }
        }
        windows.sort(Comparator.comparingDouble(Window::side).reversed());
        return windows;
    }

    private static double headSize(List<Keypoint> joints) {
        double shoulders = distance(joints.get(5), joints.get(6)) * SHOULDER_WIDTHS;
        double ears = distance(joints.get(3), joints.get(4)) * EAR_DISTANCES;
        return Math.max(shoulders, ears);
    }

    private static double distance(Keypoint a, Keypoint b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }
}
