package dev.likeness.pose;

import java.util.List;

/** Turns the points of COCO, and of COCO-WholeBody behind them, into a person. */
final class WholeBody {

    /** Where each part begins in COCO-WholeBody; between the body and the face are six points of the feet. */
    private static final int FACE = 23;

    private static final int LEFT_HAND = FACE + 68;
    private static final int RIGHT_HAND = LEFT_HAND + Person.HAND;

    private WholeBody() {}

    /**
     * @param points 17, or 133 with face and hands
     * @param width of the picture, outside which nothing is visible
     */
    static Person person(List<Keypoint> points, double score, int width, int height, double jointScore) {
        List<Keypoint> seen = points.stream()
                .map(point -> point.seen(width, height, jointScore))
                .toList();
        List<Keypoint> joints = Coco.joints(seen);
        return seen.size() == SimCc.BODY
                ? new Person(joints, score)
                : new Person(
                        joints,
                        visible(seen.subList(LEFT_HAND, RIGHT_HAND)),
                        visible(seen.subList(RIGHT_HAND, RIGHT_HAND + Person.HAND)),
                        visible(seen.subList(FACE, LEFT_HAND)),
                        score);
    }

    /** All of a part's points, or none when none is seen. */
    private static List<Keypoint> visible(List<Keypoint> part) {
        return part.stream().anyMatch(Keypoint::visible) ? part : List.of();
    }
}
