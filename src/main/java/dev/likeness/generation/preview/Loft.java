package dev.likeness.generation.preview;

/**
 * A trunk or a skirt: cross-sections spread between an upper and a lower line, each with its own direction, so that it
 * twists and leans with shoulders and hips.
 */
final class Loft implements Form {

    private final Vec top, spine, topHalf, bottomHalf;
    private final double length;
    private final double[] profile;
    private final double flatness;

    /**
     * @param top middle of the upper line
     * @param bottom middle of the lower line
     * @param topHalf from the middle of the upper line to the person's left end of it
     * @param bottomHalf the same for the lower line
     * @param profile factors on the width at equal steps from top to bottom
     * @param flatness 1 for a round section; above it flatter in front
     */
    Loft(Vec top, Vec bottom, Vec topHalf, Vec bottomHalf, double flatness, double... profile) {
        this.top = top;
        this.spine = bottom.minus(top);
        this.topHalf = topHalf;
        this.bottomHalf = bottomHalf;
        this.length = Math.max(1e-6, spine.length());
        this.profile = profile;
        this.flatness = flatness;
    }

    @Override
    public void measure(double x, double y, Surface surface) {
        double px = x - top.x(), py = y - top.y();
        double v = (px * spine.x() + py * spine.y()) / (length * length);
        double u = 0, hx = 0, hy = 0, half = 1;
        // The lines lean, so where a point is along the spine depends on where it is across; this settles fast.
        for (int i = 0; i < 3; i++) {
            double w = Math.max(0, Math.min(1, v));
            hx = topHalf.x() + (bottomHalf.x() - topHalf.x()) * w;
            hy = topHalf.y() + (bottomHalf.y() - topHalf.y()) * w;
            double factor = width(w);
            hx *= factor;
            hy *= factor;
            half = Math.max(1e-6, Math.sqrt(hx * hx + hy * hy));
            double rx = px - spine.x() * v, ry = py - spine.y() * v;
            u = Math.max(-1.5, Math.min(1.5, (rx * hx + ry * hy) / (half * half)));
            double ax = px - hx * u, ay = py - hy * u;
            v = (ax * spine.x() + ay * spine.y()) / (length * length);
        }
        double w = Math.max(0, Math.min(1, v));
        double rx = px - spine.x() * w, ry = py - spine.y() * w;
        double lateral = (rx * hx + ry * hy) / half;
        double sideways = Math.abs(lateral) - half;
        double endways = Math.max(-v, v - 1) * length;
        surface.distance = sideways > 0 && endways > 0
                ? Math.sqrt(sideways * sideways + endways * endways)
                : Math.max(sideways, endways);
        double across = Math.max(-1, Math.min(1, lateral / half));
        double lean = Math.signum(across) * Math.pow(Math.abs(across), flatness);
        surface.nx = hx / half * lean;
        surface.ny = hy / half * lean;
        surface.nz = Math.sqrt(Math.max(0, 1 - lean * lean));
        surface.across = across;
        surface.along = w;
    }

    /** Smoothly between the factors of the profile. */
    private double width(double along) {
        double place = along * (profile.length - 1);
        int index = Math.min(profile.length - 2, (int) place);
        double part = place - index;
        part = part * part * (3 - 2 * part);
        return profile[index] + (profile[index + 1] - profile[index]) * part;
    }

    private double widest() {
        double widest = 0;
        for (double factor : profile) {
            widest = Math.max(widest, factor);
        }
        return widest;
    }

    private double reachX() {
        return Math.max(Math.abs(topHalf.x()), Math.abs(bottomHalf.x())) * widest() + 1;
    }

    private double reachY() {
        return Math.max(Math.abs(topHalf.y()), Math.abs(bottomHalf.y())) * widest() + 1;
    }

    @Override
    public double left() {
        return top.x() + Math.min(0, spine.x()) - reachX();
    }

    @Override
    public double top() {
        return top.y() + Math.min(0, spine.y()) - reachY();
    }

    @Override
    public double right() {
        return top.x() + Math.max(0, spine.x()) + reachX();
    }

    @Override
    public double bottom() {
        return top.y() + Math.max(0, spine.y()) + reachY();
    }
}
