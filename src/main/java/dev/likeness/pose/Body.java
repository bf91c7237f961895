package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Somebody who is being put together from joints and the limbs between them, as OpenPose does it. */
final class Body {

    /** Who has fewer joints is nobody. */
    static final int LEAST_PARTS = 4;

    private final Peak[] joints = new Peak[Joint.COUNT];
    /** Of the joints and the limbs together. */
    private double total;

    private Body() {}

    static List<Body> assembled(List<List<Peak>> peaks, Affinity affinity) {
        List<Body> bodies = new ArrayList<>();
        for (Affinity.Field field : Affinity.Field.values()) {
            int from = field.from().ordinal(), to = field.to().ordinal();
            for (Affinity.Connection limb : affinity.connections(field, peaks.get(from), peaks.get(to))) {
                add(bodies, field, limb);
            }
        }
        return bodies;
    }

    private static void add(List<Body> bodies, Affinity.Field field, Affinity.Connection limb) {
        int from = field.from().ordinal(), to = field.to().ordinal();
        List<Body> touched = bodies.stream()
                .filter(body -> body.joints[from] == limb.from() || body.joints[to] == limb.to())
                .toList();
        if (touched.isEmpty()) {
            if (field.begins()) {
                Body body = new Body();
                body.put(from, limb.from());
                body.put(to, limb.to());
                body.total += limb.score();
                bodies.add(body);
            }
            return;
        }
        Body first = touched.get(0);
        if (touched.size() == 2 && first.completes(touched.get(1))) {
            first.take(touched.get(1));
            first.total += limb.score();
            bodies.remove(touched.get(1));
        } else if (first.joints[to] != limb.to()) {
            // Where the body has another joint of this kind, the limb knows better.
            first.put(to, limb.to());
            first.total += limb.score();
        }
    }

    /** Whether no joint is in both. */
    private boolean completes(Body other) {
        for (int i = 0; i < joints.length; i++) {
            if (joints[i] != null && other.joints[i] != null) {
                return false;
            }
        }
        return true;
    }

    private void take(Body other) {
        for (int i = 0; i < joints.length; i++) {
            joints[i] = joints[i] == null ? other.joints[i] : joints[i];
        }
        total += other.total;
    }

    private void put(int joint, Peak peak) {
        total += peak.score() - (joints[joint] == null ? 0 : joints[joint].score());
        joints[joint] = peak;
    }

    int parts() {
        return (int) Arrays.stream(joints).filter(joint -> joint != null).count();
    }

    /** Of the joints and limbs, by the number of joints; may be above 1. */
    double score() {
        return total / parts();
    }

    /** In pixels of the picture that the maps are of. */
    Person person(Frame frame, int width, int height) {
        List<Keypoint> keypoints = Arrays.stream(joints)
                .map(joint -> joint == null
                        ? Keypoint.MISSING
                        : keypoint(joint, frame).seen(width, height, 0))
                .toList();
        return new Person(keypoints, Math.min(1, score()));
    }

    private static Keypoint keypoint(Peak joint, Frame frame) {
        return new Keypoint(
                frame.pictureX((joint.x() + 0.5) * OpenPose.STRIDE),
                frame.pictureY((joint.y() + 0.5) * OpenPose.STRIDE),
                joint.score());
    }
}
