package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Arrays;
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

    private static final Joint[] HEAD = {Joint.NOSE, Joint.RIGHT_EYE, Joint.LEFT_EYE, Joint.RIGHT_EAR, Joint.LEFT_EAR};

    private Gaze() {}

    /** Squares around the heads of the people found, the largest head first. */
    static List<Window> heads(List<Person> people) {
        List<Window> windows = new ArrayList<>();
        for (Person person : people) {
            List<Keypoint> head = Arrays.stream(HEAD)
                    .map(person::at)
                    .filter(Keypoint::visible)
                    .toList();
            double size = headSize(person);
            if (!head.isEmpty() && size >= 1) {
                double x = head.stream().mapToDouble(Keypoint::x).average().orElseThrow();
                double y = head.stream().mapToDouble(Keypoint::y).average().orElseThrow();
                windows.add(Window.around(x, y, size));
            }
        }
        windows.sort(Comparator.comparingDouble(Window::side).reversed());
        return windows;
    }

    private static double headSize(Person person) {
        double shoulders = distance(person.at(Joint.RIGHT_SHOULDER), person.at(Joint.LEFT_SHOULDER)) * SHOULDER_WIDTHS;
        double ears = distance(person.at(Joint.RIGHT_EAR), person.at(Joint.LEFT_EAR)) * EAR_DISTANCES;
        return Math.max(shoulders, ears);
    }

    /** 0 unless both are visible. */
    private static double distance(Keypoint a, Keypoint b) {
        return a.visible() && b.visible() ? Math.hypot(a.x() - b.x(), a.y() - b.y()) : 0;
    }
}
