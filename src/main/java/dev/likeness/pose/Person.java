package dev.likeness.pose;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One person of a pose.
 *
 * @param keypoints the {@value Joint#COUNT} joints in the order of {@link Joint}; those not found are {@link
 *     Keypoint#MISSING}
 * @param leftHand {@value #HAND} points: the wrist, then four of each finger from the thumb on, from the palm to its tip;
 *     empty when they were not looked for or none was found
 * @param rightHand the same of the right hand
 * @param face 68 points in the order of iBUG's 300-W, or 70 with the pupils behind them; empty like a hand
 * @param score how sure it is that this is a person, 0..1
 */
public record Person(
        List<Keypoint> keypoints,
        List<Keypoint> leftHand,
        List<Keypoint> rightHand,
        List<Keypoint> face,
        double score) {

    /** Points of a hand. */
    public static final int HAND = 21;

    private static final int FACE = 68;
    private static final int FACE_WITH_PUPILS = 70;

    public Person {
        require(keypoints.size() == Joint.COUNT, Joint.COUNT + " keypoints", keypoints);
        for (List<Keypoint> hand : List.of(leftHand, rightHand)) {
            require(hand.isEmpty() || isHand(hand), HAND + " points of a hand, or none", hand);
        }
        require(
                face.isEmpty() || isFace(face),
                FACE + " or " + FACE_WITH_PUPILS + " points of the face, or none",
                face);
        keypoints = List.copyOf(keypoints);
        leftHand = List.copyOf(leftHand);
        rightHand = List.copyOf(rightHand);
        face = List.copyOf(face);
    }

    /** Somebody whose hands and face were not looked for. */
    public Person(List<Keypoint> keypoints, double score) {
        this(keypoints, List.of(), List.of(), List.of(), score);
    }

    public static boolean isHand(List<Keypoint> points) {
        return points.size() == HAND;
    }

    public static boolean isFace(List<Keypoint> points) {
        return points.size() == FACE || points.size() == FACE_WITH_PUPILS;
    }

    private static void require(boolean condition, String expected, List<Keypoint> found) {
        if (!condition) {
            throw new IllegalArgumentException("a person has " + expected + ", not " + found.size());
        }
    }

    public Keypoint at(Joint joint) {
        return keypoints.get(joint.ordinal());
    }

    /** Height of the box around the visible joints times its width, in square pixels; 0 when fewer than two are visible. */
    public double area() {
        double left = Double.MAX_VALUE, top = Double.MAX_VALUE, right = -Double.MAX_VALUE, bottom = -Double.MAX_VALUE;
        int visible = 0;
        for (Keypoint keypoint : keypoints) {
            if (keypoint.visible()) {
                left = Math.min(left, keypoint.x());
                right = Math.max(right, keypoint.x());
                top = Math.min(top, keypoint.y());
                bottom = Math.max(bottom, keypoint.y());
                visible++;
            }
        }
        return visible < 2 ? 0 : (right - left) * (bottom - top);
    }

    boolean visible() {
        return keypoints.stream().anyMatch(Keypoint::visible);
    }

    Person scaled(double factorX, double factorY) {
        return moved(point -> point.scaled(factorX, factorY));
    }

    Person moved(double dx, double dy) {
        return moved(point -> point.moved(dx, dy));
    }

    private Person moved(UnaryOperator<Keypoint> way) {
        return new Person(moved(keypoints, way), moved(leftHand, way), moved(rightHand, way), moved(face, way), score);
    }

    private static List<Keypoint> moved(List<Keypoint> points, UnaryOperator<Keypoint> way) {
        return points.stream().map(way).toList();
    }
}
