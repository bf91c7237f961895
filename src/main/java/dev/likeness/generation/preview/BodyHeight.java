package dev.likeness.generation.preview;

import static dev.likeness.pose.Joint.*;

import dev.likeness.pose.Joint;
import dev.likeness.pose.Keypoint;
import dev.likeness.pose.Person;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How tall a person would be in the picture if they stood straight, judged by what is seen of them. */
final class BodyHeight {

    private final Person person;
    private final List<Double> guesses = new ArrayList<>();

    private BodyHeight(Person person) {
        this.person = person;
    }

    static double of(Person person) {
        return new BodyHeight(person).estimate();
    }

    private double estimate() {
        guess(RIGHT_SHOULDER, LEFT_SHOULDER, Proportions.SHOULDERS);
        guess(RIGHT_SHOULDER, RIGHT_HIP, Proportions.TORSO);
        guess(LEFT_SHOULDER, LEFT_HIP, Proportions.TORSO);
        guess(RIGHT_SHOULDER, RIGHT_ELBOW, Proportions.UPPER_ARM);
        guess(LEFT_SHOULDER, LEFT_ELBOW, Proportions.UPPER_ARM);
        guess(RIGHT_ELBOW, RIGHT_WRIST, Proportions.FOREARM);
        guess(LEFT_ELBOW, LEFT_WRIST, Proportions.FOREARM);
        guess(RIGHT_HIP, RIGHT_KNEE, Proportions.THIGH);
        guess(LEFT_HIP, LEFT_KNEE, Proportions.THIGH);
        guess(RIGHT_KNEE, RIGHT_ANKLE, Proportions.SHIN);
        guess(LEFT_KNEE, LEFT_ANKLE, Proportions.SHIN);
        guess(RIGHT_EAR, LEFT_EAR, Proportions.EARS);
        guess(RIGHT_EYE, LEFT_EYE, Proportions.EYES);
        guess(NECK, NOSE, Proportions.NECK_TO_NOSE);
        guesses.sort(Comparator.reverseOrder());
        // Foreshortening only ever makes parts look shorter, so the large guesses are the good ones; the largest of
        // many is the one that a misplaced joint made.
        int from = guesses.size() >= 5 ? 1 : 0;
        return guesses.stream()
                .skip(from)
                .limit(2)
                .mapToDouble(g -> g)
                .average()
                .orElseGet(() -> Math.sqrt(Math.max(1, person.area())));
    }

    private void guess(Joint a, Joint b, double part) {
        Keypoint from = person.at(a), to = person.at(b);
        if (from.visible() && to.visible()) {
            guesses.add(Math.hypot(from.x() - to.x(), from.y() - to.y()) / part);
        }
    }
}
