package dev.likeness.pose;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The 17 joints of COCO, which most networks know (nose; left and right eye, ear, shoulder, elbow, wrist, hip, knee, ankle),
 * as those of OpenPose.
 */
final class Coco {

    /** For each OpenPose joint the COCO joint it is; the neck is none of them. */
    private static final int[] OF = {0, -1, 6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 2, 1, 4, 3};

    private static final int LEFT_SHOULDER = 5;
    private static final int RIGHT_SHOULDER = 6;

    private Coco() {}

    /** Those not seen are missing, and so is the neck without both shoulders. */
    static List<Keypoint> joints(List<Keypoint> coco) {
        return IntStream.of(OF)
                .mapToObj(index -> index < 0 ? neck(coco) : coco.get(index))
                .toList();
    }

    private static Keypoint neck(List<Keypoint> joints) {
        Keypoint left = joints.get(LEFT_SHOULDER);
        Keypoint right = joints.get(RIGHT_SHOULDER);
        return left.visible() && right.visible()
                ? new Keypoint(
                        (left.x() + right.x()) / 2, (left.y() + right.y()) / 2, Math.min(left.score(), right.score()))
                : Keypoint.MISSING;
    }
}
