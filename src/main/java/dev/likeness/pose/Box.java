package dev.likeness.pose;

/**
 * Where somebody is in a picture.
 *
 * @param left edge, pixels
 * @param top edge
 * @param right edge, beyond the left one
 * @param bottom edge, below the top one
 * @param score that it is somebody, 0..1
 */
record Box(double left, double top, double right, double bottom, double score) {

    double width() {
        return right - left;
    }

    double height() {
        return bottom - top;
    }

    /** Intersection over union, 0..1. */
    double overlap(Box other) {
        double common = Math.max(0, Math.min(right, other.right) - Math.max(left, other.left))
                * Math.max(0, Math.min(bottom, other.bottom) - Math.max(top, other.top));
        return common == 0 ? 0 : common / (width() * height() + other.width() * other.height() - common);
    }
}
