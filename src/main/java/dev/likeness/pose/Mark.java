package dev.likeness.pose;

/** A joint seen in a skeleton image, not yet anybody's; the coordinates are those of the pixel at its centre. */
record Mark(Joint joint, double x, double y) {

    double distance(Mark other) {
        return Math.hypot(x - other.x, y - other.y);
    }

    /** The middle of the pixel: whoever drew it cut the coordinates to whole pixels. */
    Keypoint keypoint() {
        return new Keypoint(x + 0.5, y + 0.5, 1);
    }
}
