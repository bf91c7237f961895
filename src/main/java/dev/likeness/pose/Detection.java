package dev.likeness.pose;

import java.util.List;

/**
 * A person as MoveNet reports one, in pixels of the upright picture.
 *
 * @param joints the 17 joints of COCO: nose, left and right eye, ear, shoulder, elbow, wrist, hip, knee, ankle; all of
 *     them, however unsure, and not bounded by the picture
 * @param left edge of the person's box
 * @param top edge
 * @param right edge
 * @param bottom edge
 * @param score that it is a person, 0..1
 */
record Detection(List<Keypoint> joints, double left, double top, double right, double bottom, double score) {

    /**
     * How far a joint may be off, as a share of the person's size: the standard deviations of COCO's human annotators,
     * from its keypoint evaluation, doubled as there.
     */
    private static final double[] TOLERANCE = {
        .052, .050, .050, .070, .070, .158, .158, .144, .144, .124, .124, .214, .214, .174, .174, .178, .178
    };

    /** For each OpenPose joint the COCO joint it is; the neck is none of them. */
    private static final int[] COCO_OF = {0, -1, 6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 2, 1, 4, 3};

    private static final int LEFT_SHOULDER = 5;
    private static final int RIGHT_SHOULDER = 6;

    /** How much a joint may lie beyond the picture's edge, as a share of its longer side, and count as on it. */
    private static final double OVERSHOOT = 0.01;

    double area() {
        return Math.max(0, right - left) * Math.max(0, bottom - top);
    }

    /** The longer side of the box, at least a pixel. */
    double side() {
        return Math.max(1, Math.max(right - left, bottom - top));
    }

    /** Intersection of the boxes over their union, 0..1. */
    double overlap(Detection other) {
        double width = Math.min(right, other.right) - Math.max(left, other.left);
        double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        double common = Math.max(0, width) * Math.max(0, height);
        return common == 0 ? 0 : common / (area() + other.area() - common);
    }

    Detection scored(double newScore) {
        return new Detection(joints, left, top, right, bottom, newScore);
    }

    /** COCO's object keypoint similarity, 0..1: 1 for the same joints in the same places. */
    double similarity(Detection other) {
        double size = Math.max(1, (area() + other.area()) / 2);
        double sum = 0;
        for (int i = 0; i < TOLERANCE.length; i++) {
            double dx = joints.get(i).x() - other.joints.get(i).x();
            double dy = joints.get(i).y() - other.joints.get(i).y();
            sum += Math.exp(-(dx * dx + dy * dy) / (2 * size * TOLERANCE[i] * TOLERANCE[i]));
        }
        return sum / TOLERANCE.length;
    }

    /** In OpenPose's joints; those below the score or outside the picture are missing, and so is the neck without both shoulders. */
    Person person(int width, int height, double jointScore) {
        List<Keypoint> seen = joints.stream()
                .map(joint -> joint.score() < jointScore ? Keypoint.MISSING : within(joint, width, height))
                .toList();
        Keypoint[] keypoints = new Keypoint[Joint.COUNT];
        for (int i = 0; i < keypoints.length; i++) {
            keypoints[i] = COCO_OF[i] < 0 ? neck(seen) : seen.get(COCO_OF[i]);
        }
        return new Person(List.of(keypoints), Math.min(1, score));
    }

    private static Keypoint neck(List<Keypoint> joints) {
        Keypoint left = joints.get(LEFT_SHOULDER);
        Keypoint right = joints.get(RIGHT_SHOULDER);
        return left.visible() && right.visible()
                ? new Keypoint(
                        (left.x() + right.x()) / 2, (left.y() + right.y()) / 2, Math.min(left.score(), right.score()))
                : Keypoint.MISSING;
    }

    private static Keypoint within(Keypoint joint, int width, int height) {
        double slack = OVERSHOOT * Math.max(width, height);
        boolean outside = joint.x() < -slack
                || joint.y() < -slack
                || joint.x() > width - 1 + slack
                || joint.y() > height - 1 + slack;
        return outside
                ? Keypoint.MISSING
                : new Keypoint(
                        Math.max(0, Math.min(width - 1, joint.x())),
                        Math.max(0, Math.min(height - 1, joint.y())),
                        Math.min(1, joint.score()));
    }
}
