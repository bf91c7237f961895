package dev.likeness.generation.preview;

/**
 * Where a layer shows only partly: not at all within the one distance of a point, wholly from the other on; the other way
 * round when the first is the larger. It hides the seam where a limb leaves the trunk.
 *
 * @param nothing distance in pixels where nothing shows
 * @param everything distance in pixels where all shows
 */
record Fade(Vec centre, double nothing, double everything) {

    static final Fade NONE = new Fade(new Vec(0, 0), -1, 0);

    double at(double x, double y) {
        double distance = Math.hypot(x - centre.x(), y - centre.y());
        double t = Math.max(0, Math.min(1, (distance - nothing) / (everything - nothing)));
        return t * t * (3 - 2 * t);
    }
}
