package dev.likeness.generation.preview;

import dev.likeness.pose.Joint;
import java.util.EnumMap;
import java.util.Map;

/**
 * A whole body: every joint has a place, whether it was seen or guessed from its neighbours.
 *
 * @param joints the place of every joint, in pixels; those of the face only when they were seen
 * @param scores how sure each is, 0..1; 0 for the guessed ones
 * @param height of the body if it stood straight, in pixels
 */
record Body(Map<Joint, Vec> joints, Map<Joint, Double> scores, double height) {

    Vec at(Joint joint) {
        return joints.get(joint);
    }

    boolean seen(Joint joint) {
        return scores.getOrDefault(joint, 0.0) > 0;
    }

    Vec between(Joint a, Joint b) {
        return at(a).towards(at(b), 0.5);
    }

    Vec midShoulders() {
        return between(Joint.RIGHT_SHOULDER, Joint.LEFT_SHOULDER);
    }

    Vec midHips() {
        return between(Joint.RIGHT_HIP, Joint.LEFT_HIP);
    }

    /** From the hips to the shoulders, of length 1. */
    Vec up() {
        return midShoulders().minus(midHips()).unitOr(Vec.UP);
    }

    /** From the person's right to their left, of length 1, square to {@link #up} when the shoulders do not say. */
    Vec leftwards() {
        Vec across = at(Joint.LEFT_SHOULDER).minus(at(Joint.RIGHT_SHOULDER));
        return across.length() < 0.02 * height ? up().quarterTurn() : across.unitOr(up().quarterTurn());
    }

    Body moved(double scale, double dx, double dy) {
        Map<Joint, Vec> moved = new EnumMap<>(Joint.class);
        joints.forEach((joint, at) -> moved.put(joint, new Vec(at.x() * scale + dx, at.y() * scale + dy)));
        return new Body(moved, scores, height * scale);
    }
}
