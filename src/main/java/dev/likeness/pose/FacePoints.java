package dev.likeness.pose;

import java.util.List;
import java.util.Optional;

/**
 * The five points that InstantID's ControlNet was trained on, in its order: the eye, and the corner of the mouth, that is
 * further left on an upright frontal face comes first, and is the person's right one.
 */
record FacePoints(Keypoint rightEye, Keypoint leftEye, Keypoint nose, Keypoint rightMouth, Keypoint leftMouth) {

    /** Colours 0xRRGGBB of the points, and of the stick from a point to the nose (draw_kps of InstantID). */
    private static final int[] COLOURS = {0xff0000, 0x00ff00, 0x0000ff, 0xffff00, 0xff00ff};

    private static final int STICK_WIDTH = 4;
    private static final int RADIUS = 10;

    /** Sticks have so much of their colour; the points have all of it. */
    private static final double STICK_BRIGHTNESS = 0.6;

    /**
     * From the line of the eyes to that of the mouth, in distances from the former to the nose: 40.7 by 20.1 pixels in the
     * face that recognition networks align all faces to (ArcFace's template).
     */
    private static final double MOUTH_DROP = 2.02;

    /** Width of the mouth in distances between the eyes, of the same face: 29.2 by 35.2 pixels. */
    static final double MOUTH_WIDTH = 0.83;

    /** How far the mouth goes along when the nose moves aside as the head turns; it stands out half as far. */
    private static final double MOUTH_TURN = 0.6;

    /** Of a turned head no nose hangs lower than this below the eyes, in distances between them seen from the front. */
    private static final double STEEPEST = 3;

    /** In a profile the other eye is so much further forward, in distances from the ear to the eye. */
    private static final double BRIDGE = 0.2;

    /** Among the 68 points of a face: the tip of the nose, and the corners of the mouth. */
    private static final int NOSE_TIP = 30;

    private static final int RIGHT_MOUTH = 48;
    private static final int LEFT_MOUTH = 54;

    /** The first of the six points around each eye. */
    private static final int RIGHT_EYE = 36;

    private static final int LEFT_EYE = 42;
    private static final int AROUND_AN_EYE = 6;

    /**
     * Empty when the face is not to be seen: without a nose, without eyes, or with an eye but no ear that would tell where
     * it looks. Without points of the face a pose has no mouth: its corners are put where a face has them.
     */
    static Optional<FacePoints> of(Person person) {
        List<Keypoint> face = person.face();
        Keypoint nose = either(person.at(Joint.NOSE), at(face, NOSE_TIP));
        Keypoint rightEye = either(person.at(Joint.RIGHT_EYE), middle(face, RIGHT_EYE));
        Keypoint leftEye = either(person.at(Joint.LEFT_EYE), middle(face, LEFT_EYE));
        Keypoint right = eye(rightEye, leftEye, person.at(Joint.LEFT_EAR));
        Keypoint left = eye(leftEye, rightEye, person.at(Joint.RIGHT_EAR));
        if (!right.visible() || !left.visible() || !nose.visible()) {
            return Optional.empty();
        }
        FacePoints guessed = withMouth(right, left, nose);
        return Optional.of(new FacePoints(
                right,
                left,
                nose,
                either(at(face, RIGHT_MOUTH), guessed.rightMouth),
                either(at(face, LEFT_MOUTH), guessed.leftMouth)));
    }

    private static Keypoint either(Keypoint point, Keypoint otherwise) {
        return point.visible() ? point : otherwise;
    }

    private static Keypoint at(List<Keypoint> face, int index) {
        return face.isEmpty() ? Keypoint.MISSING : face.get(index);
    }

    /** The middle of an eye; missing when one of the points around it is. */
    private static Keypoint middle(List<Keypoint> face, int first) {
        if (face.isEmpty()) {
            return Keypoint.MISSING;
        }
        List<Keypoint> around = face.subList(first, first + AROUND_AN_EYE);
        return around.stream().allMatch(Keypoint::visible)
                ? new Keypoint(
                        around.stream().mapToDouble(Keypoint::x).average().orElseThrow(),
                        around.stream().mapToDouble(Keypoint::y).average().orElseThrow(),
                        around.stream().mapToDouble(Keypoint::score).min().orElseThrow())
                : Keypoint.MISSING;
    }

    /** The eye, or where it is behind the bridge of the nose when the head is seen from the other eye's side. */
    private static Keypoint eye(Keypoint eye, Keypoint other, Keypoint otherEar) {
        return eye.visible() || !other.visible() || !otherEar.visible()
                ? eye
                : other.moved(BRIDGE * (other.x() - otherEar.x()), BRIDGE * (other.y() - otherEar.y()));
    }

    private static FacePoints withMouth(Keypoint right, Keypoint left, Keypoint nose) {
        double acrossX = left.x() - right.x();
        double acrossY = left.y() - right.y();
        double fromX = (left.x() + right.x()) / 2;
        double fromY = (left.y() + right.y()) / 2;
        double square = Math.max(1e-9, acrossX * acrossX + acrossY * acrossY);
        // The nose as seen from between the eyes, in their distance: aside, and down at a right angle to them.
        double aside = ((nose.x() - fromX) * acrossX + (nose.y() - fromY) * acrossY) / square;
        double down = ((nose.y() - fromY) * acrossX - (nose.x() - fromX) * acrossY) / square;
        double drop = MOUTH_DROP * Math.max(-STEEPEST, Math.min(STEEPEST, down));
        double middle = MOUTH_TURN * Math.max(-STEEPEST, Math.min(STEEPEST, aside));
        return new FacePoints(
                right,
                left,
                nose,
                at(fromX, fromY, acrossX, acrossY, middle - MOUTH_WIDTH / 2, drop),
                at(fromX, fromY, acrossX, acrossY, middle + MOUTH_WIDTH / 2, drop));
    }

    private static Keypoint at(double x, double y, double acrossX, double acrossY, double aside, double down) {
        return new Keypoint(x + aside * acrossX - down * acrossY, y + aside * acrossY + down * acrossX, 1);
    }

    void draw(Canvas canvas) {
        List<Keypoint> points = List.of(rightEye, leftEye, nose, rightMouth, leftMouth);
        for (int i : new int[] {0, 1, 3, 4}) {
            SkeletonRenderer.limb(canvas, points.get(i), nose, STICK_WIDTH, darkened(COLOURS[i]));
        }
        for (int i = 0; i < points.size(); i++) {
            Keypoint point = points.get(i);
            canvas.circle((int) point.x(), (int) point.y(), RADIUS, COLOURS[i]);
        }
    }

    private static int darkened(int rgb) {
        return (int) ((rgb >> 16) * STICK_BRIGHTNESS) << 16
                | (int) ((rgb >> 8 & 0xff) * STICK_BRIGHTNESS) << 8
                | (int) ((rgb & 0xff) * STICK_BRIGHTNESS);
    }
}
