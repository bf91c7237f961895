package dev.likeness.pose;

import java.util.List;

/**
 * One person of a pose.
 *
 * @param keypoints the {@value Joint#COUNT} joints in the order of {@link Joint}; those not found are {@link
 *     Keypoint#MISSING}
 * @param score how sure it is that this is a person, 0..1
 */
public record Person(List<Keypoint> keypoints, double score) {

    public Person {
        if (keypoints.size() != Joint.COUNT) {
            throw new IllegalArgumentException("a person has " + Joint.COUNT + " keypoints, not " + keypoints.size());
        }
        keypoints = List.copyOf(keypoints);
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

    Person scaled(double factorX, double factorY) {
        return new Person(
                keypoints.stream().map(k -> k.scaled(factorX, factorY)).toList(), score);
    }

    Person moved(double dx, double dy) {
        return new Person(keypoints.stream().map(k -> k.moved(dx, dy)).toList(), score);
    }
}
