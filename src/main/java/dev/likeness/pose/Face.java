package dev.likeness.pose;

/**
 * A face in an upright picture. Right and left are the person's own: on a frontal face the right eye is the one further
 * left in the picture.
 *
 * @param left left edge of the box, pixels
 * @param top top edge of the box, pixels
 * @param width of the box, pixels
 * @param height of the box, pixels
 * @param score confidence, 0..1
 */
public record Face(
        double left,
        double top,
        double width,
        double height,
        Keypoint rightEye,
        Keypoint leftEye,
        Keypoint nose,
        Keypoint mouth,
        double score) {

    /** The same face in a picture whose sides are longer or shorter by this factor. */
    public Face scaled(double factor) {
        return new Face(
                left * factor,
                top * factor,
                width * factor,
                height * factor,
                rightEye.scaled(factor, factor),
                leftEye.scaled(factor, factor),
                nose.scaled(factor, factor),
                mouth.scaled(factor, factor),
                score);
    }

    public double area() {
        return width * height;
    }
}
