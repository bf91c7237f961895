package dev.likeness.pose;

import java.util.List;

/**
 * A face in an upright picture. Right and left are the person's own: on a frontal face the right eye is the one further
 * left in the picture.
 *
 * @param left left edge of the box, pixels
 * @param top top edge of the box, pixels
 * @param width of the box, pixels
 * @param height of the box, pixels
 * @param landmarks in the order of {@link Landmark}
 * @param score confidence, 0..1
 */
public record Face(double left, double top, double width, double height, List<Keypoint> landmarks, double score) {

    public Face {
        if (landmarks.size() != Landmark.values().length) {
            throw new IllegalArgumentException("a face has five landmarks, not " + landmarks.size());
        }
        landmarks = List.copyOf(landmarks);
    }

    public Keypoint at(Landmark landmark) {
        return landmarks.get(landmark.ordinal());
    }

    public Keypoint rightEye() {
        return at(Landmark.RIGHT_EYE);
    }

    public Keypoint leftEye() {
        return at(Landmark.LEFT_EYE);
    }

    public Keypoint nose() {
        return at(Landmark.NOSE);
    }

    /** The middle between its corners. */
    public Keypoint mouth() {
        Keypoint right = at(Landmark.RIGHT_MOUTH);
        Keypoint left = at(Landmark.LEFT_MOUTH);
        return new Keypoint((right.x() + left.x()) / 2, (right.y() + left.y()) / 2, right.score());
    }

    /** The same face in a picture whose sides are longer or shorter by this factor. */
    public Face scaled(double factor) {
        return new Face(
                left * factor,
                top * factor,
                width * factor,
                height * factor,
                landmarks.stream().map(point -> point.scaled(factor, factor)).toList(),
                score);
    }

    public double area() {
        return width * height;
    }

    Box box() {
        return new Box(left, top, left + width, top + height, score);
    }

    /** The longer side of the box, pixels. */
    public double side() {
        return Math.max(width, height);
    }
}
