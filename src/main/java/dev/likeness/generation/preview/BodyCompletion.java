package dev.likeness.generation.preview;

import static dev.likeness.pose.Joint.*;

import dev.likeness.pose.Joint;
import dev.likeness.pose.Keypoint;
import dev.likeness.pose.Person;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gives every joint of a person a place, so that nothing of the figure floats: what was not seen hangs where it most
 * likely is, from the trunk outwards.
 */
final class BodyCompletion {

    private final Map<Joint, Vec> joints = new EnumMap<>(Joint.class);
    private final Map<Joint, Double> scores = new EnumMap<>(Joint.class);
    private final double height;

    private BodyCompletion(Person person) {
        for (Joint joint : Joint.values()) {
            Keypoint found = person.at(joint);
            if (found.visible()) {
                joints.put(joint, new Vec(found.x(), found.y()));
                scores.put(joint, found.score());
            }
        }
        this.height = BodyHeight.of(person);
    }

    static Body of(Person person) {
        BodyCompletion completion = new BodyCompletion(person);
        completion.trunk();
        completion.limb(RIGHT_SHOULDER, RIGHT_ELBOW, RIGHT_WRIST, Proportions.UPPER_ARM, Proportions.FOREARM);
        completion.limb(LEFT_SHOULDER, LEFT_ELBOW, LEFT_WRIST, Proportions.UPPER_ARM, Proportions.FOREARM);
        completion.limb(RIGHT_HIP, RIGHT_KNEE, RIGHT_ANKLE, Proportions.THIGH, Proportions.SHIN);
        completion.limb(LEFT_HIP, LEFT_KNEE, LEFT_ANKLE, Proportions.THIGH, Proportions.SHIN);
        return new Body(completion.joints, completion.scores, completion.height);
    }

    private void trunk() {
        Vec up = up();
        joints.computeIfAbsent(NECK, neck -> neck(up));
        pair(RIGHT_SHOULDER, LEFT_SHOULDER, joints.get(NECK), up, Proportions.SHOULDERS / 2);
        Vec hips = joints.get(NECK).along(up, -Proportions.TORSO * height);
        pair(RIGHT_HIP, LEFT_HIP, hips, up, Proportions.HIPS / 2);
    }

    private Vec up() {
        Optional<Vec> top = middle(RIGHT_SHOULDER, LEFT_SHOULDER).or(() -> seen(NECK));
        Optional<Vec> bottom = middle(RIGHT_HIP, LEFT_HIP);
        if (top.isPresent() && bottom.isPresent()) {
            return top.get().minus(bottom.get()).unitOr(Vec.UP);
        }
        if (top.isPresent() && seen(NOSE).isPresent()) {
            // Heads lean more than trunks do.
            Vec head = joints.get(NOSE).minus(top.get()).unitOr(Vec.UP);
            return head.towards(Vec.UP, 0.6).unitOr(Vec.UP);
        }
        return Vec.UP;
    }

    private Vec neck(Vec up) {
        return middle(RIGHT_SHOULDER, LEFT_SHOULDER)
                .or(() -> middle(RIGHT_EYE, LEFT_EYE).map(e -> e.along(up, -Proportions.NECK_TO_EYES * height)))
                .or(() -> seen(NOSE).map(n -> n.along(up, -Proportions.NECK_TO_NOSE * height)))
                .or(() -> middle(RIGHT_EAR, LEFT_EAR).map(e -> e.along(up, -Proportions.NECK_TO_NOSE * height)))
                .or(() -> middle(RIGHT_HIP, LEFT_HIP).map(h -> h.along(up, Proportions.TORSO * height)))
                .orElseGet(() -> joints.values().iterator().next());
    }

    /** Guesses a pair of joints around its middle: one from the other if that was seen, else both. */
    private void pair(Joint right, Joint left, Vec middle, Vec up, double half) {
        Vec leftwards = up.quarterTurn().times(half * height * (facesAway() ? -1 : 1));
        boolean hasRight = joints.containsKey(right), hasLeft = joints.containsKey(left);
        if (!hasRight && !hasLeft) {
            joints.put(right, middle.minus(leftwards));
            joints.put(left, middle.plus(leftwards));
        } else if (!hasRight) {
            joints.put(right, joints.get(left).along(leftwards, -2));
        } else if (!hasLeft) {
            joints.put(left, joints.get(right).along(leftwards, 2));
        }
    }

    private boolean facesAway() {
        for (Joint[] pair : new Joint[][] {{RIGHT_SHOULDER, LEFT_SHOULDER}, {RIGHT_HIP, LEFT_HIP}}) {
            if (scores.containsKey(pair[0]) && scores.containsKey(pair[1])) {
                return joints.get(pair[1]).minus(joints.get(pair[0])).dot(up().quarterTurn()) < 0;
            }
        }
        return false;
    }

    private void limb(Joint root, Joint middle, Joint end, double upper, double lower) {
        Vec trunk =
                joints.get(root).minus(joints.get(NECK).towards(hips(), 0.5)).unitOr(Vec.DOWN);
        Vec hanging = up().times(-0.35).plus(Vec.DOWN).along(trunk, 0.25).unitOr(Vec.DOWN);
        Vec start = joints.get(root);
        if (!joints.containsKey(middle)) {
            joints.put(
                    middle,
                    joints.containsKey(end)
                            ? start.towards(joints.get(end), upper / (upper + lower))
                            : start.along(hanging, upper * height));
        }
        if (!joints.containsKey(end)) {
            Vec bend = joints.get(middle).minus(start).unitOr(hanging);
            Vec direction = bend.towards(Vec.DOWN, 0.6).unitOr(Vec.DOWN);
            joints.put(end, joints.get(middle).along(direction, lower * height));
        }
    }

    private Vec hips() {
        return joints.get(RIGHT_HIP).towards(joints.get(LEFT_HIP), 0.5);
    }

    private Optional<Vec> seen(Joint joint) {
        return Optional.ofNullable(scores.containsKey(joint) ? joints.get(joint) : null);
    }

    private Optional<Vec> middle(Joint a, Joint b) {
        return seen(a).flatMap(first -> seen(b).map(second -> first.towards(second, 0.5)))
                .or(() -> seen(a))
                .or(() -> seen(b));
    }
}
