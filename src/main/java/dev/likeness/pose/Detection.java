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

    /** From this score on a joint says where somebody is; so many of them say who it is. */
    private static final double SURE = 0.2;

    private static final int LEAST_COMMON = 3;
    private static final double SAME_PLACE = 0.1;

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

    /**
     * Whether the joints that both are sure of lie in the same places, as those of somebody do who is seen whole and, at the
     * edge of a tile, in part: less than a tenth of the larger one's size apart on average. Of different people they lie half
     * of it apart and more.
     */
    boolean sharesJoints(Detection other) {
        double distance = 0;
        int common = 0;
        for (int i = 0; i < TOLERANCE.length; i++) {
            Keypoint here = joints.get(i), there = other.joints.get(i);
            if (here.score() >= SURE && there.score() >= SURE) {
                distance += Math.hypot(here.x() - there.x(), here.y() - there.y());
                common++;
            }
        }
        return common >= LEAST_COMMON && distance / common < SAME_PLACE * Math.max(side(), other.side());
    }

    /** In OpenPose's joints; those below the score or outside the picture are missing. */
    Person person(int width, int height, double jointScore) {
        List<Keypoint> seen = joints.stream()
                .map(joint -> joint.seen(width, height, jointScore))
                .toList();
        return new Person(Coco.joints(seen), Math.min(1, score));
    }
}
