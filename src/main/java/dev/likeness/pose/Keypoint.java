package dev.likeness.pose;

/**
 * A joint of a person.
 *
 * @param x pixels from the left edge of the upright pose picture
 * @param y pixels from its top edge
 * @param score confidence, 0..1; 0 means that the joint was not found, and x and y mean nothing then
 */
public record Keypoint(double x, double y, double score) {

    /** How much a joint may lie beyond the picture's edge, as a share of its longer side, and count as on it. */
    private static final double OVERSHOOT = 0.01;

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

    /** The same, on the edge if it lies a little beyond; missing when it is below the score or outside the picture. */
    Keypoint seen(int width, int height, double least) {
        double slack = OVERSHOOT * Math.max(width, height);
        boolean outside = x < -slack || y < -slack || x > width - 1 + slack || y > height - 1 + slack;
        return outside || score < least
                ? MISSING
                : new Keypoint(
                        Math.max(0, Math.min(width - 1, x)), Math.max(0, Math.min(height - 1, y)), Math.min(1, score));
    }
}
