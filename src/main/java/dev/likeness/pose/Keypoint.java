package dev.likeness.pose;

/**
 * A joint of a person.
 *
 * @param x pixels from the left edge of the upright pose picture
 * @param y pixels from its top edge
 * @param score confidence, 0..1; 0 means that the joint was not found, and x and y mean nothing then
 */
public record Keypoint(double x, double y, double score) {

    public static final Keypoint MISSING = new Keypoint(0, 0, 0);

    public boolean visible() {
        return score > 0;
    }

    /** In a picture whose sides are longer or shorter by these factors. */
    public Keypoint scaled(double factorX, double factorY) {
        return visible() ? new Keypoint(x * factorX, y * factorY, score) : MISSING;
    }

    Keypoint moved(double dx, double dy) {
        return visible() ? new Keypoint(x + dx, y + dy, score) : MISSING;
    }
}
