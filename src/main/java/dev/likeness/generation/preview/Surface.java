package dev.likeness.generation.preview;

/**
 * What is at a point of the picture: how far the outline is, and which way the surface faces. It is filled anew for every
 * pixel, so that drawing makes no garbage.
 */
final class Surface {

    /** To the outline in pixels, negative inside. */
    double distance;

    /** Unit normal: right, down, towards the viewer. */
    double nx, ny, nz;

    /** Across the form, -1 the person's right edge .. 1 their left; NaN where a form has no pattern. */
    double across;

    /** Along the form, 0 at its beginning .. 1 at its end. */
    double along;

    void copy(Surface other) {
        distance = other.distance;
        nx = other.nx;
        ny = other.ny;
        nz = other.nz;
        across = other.across;
        along = other.along;
    }

    /** Joins another form smoothly (Quilez's polynomial smooth minimum), as clay is joined, over so many pixels. */
    void join(Surface other, double softness) {
        double part = 0.5 + 0.5 * (distance - other.distance) / softness;
        if (part <= 0) {
            return;
        }
        if (part >= 1) {
            copy(other);
            return;
        }
        distance += (other.distance - distance) * part - softness * part * (1 - part);
        nx += (other.nx - nx) * part;
        ny += (other.ny - ny) * part;
        nz += (other.nz - nz) * part;
        if (part > 0.5) {
            across = other.across;
            along = other.along;
        }
    }
}
