package dev.likeness.generation.preview;

/** A limb: a rod with round ends, as thick as is said at its ends and with a belly between them. */
final class RoundCone implements Form {

    private final Vec from;
    private final Vec axis;
    private final double squaredLength;
    private final double fromRadius, toRadius, belly;

    RoundCone(Vec from, Vec to, double fromRadius, double toRadius) {
        this(from, to, fromRadius, toRadius, 0);
    }

    /** @param belly by how much it is thicker at a third of its length, in pixels */
    RoundCone(Vec from, Vec to, double fromRadius, double toRadius, double belly) {
        this.from = from;
        this.axis = to.minus(from);
        this.squaredLength = Math.max(1e-9, axis.dot(axis));
        this.fromRadius = fromRadius;
        this.toRadius = toRadius;
        this.belly = belly;
    }

    @Override
    public void measure(double x, double y, Surface surface) {
        double px = x - from.x(), py = y - from.y();
        double t = Math.max(0, Math.min(1, (px * axis.x() + py * axis.y()) / squaredLength));
        double dx = px - axis.x() * t, dy = py - axis.y() * t;
        double distance = Math.sqrt(dx * dx + dy * dy);
        double radius = fromRadius + (toRadius - fromRadius) * t;
        if (belly != 0) {
            // 27/4 t (1-t)^2 has its maximum, 1, at a third.
            radius += belly * 6.75 * t * (1 - t) * (1 - t);
        }
        double outwards = Math.max(distance, radius);
        surface.distance = distance - radius;
        surface.nx = dx / outwards;
        surface.ny = dy / outwards;
        surface.nz = Math.sqrt(Math.max(0, 1 - surface.nx * surface.nx - surface.ny * surface.ny));
        surface.across = Double.NaN;
        surface.along = t;
    }

    private double reach() {
        return Math.max(fromRadius, toRadius) + Math.max(0, belly);
    }

    @Override
    public double left() {
        return from.x() + Math.min(0, axis.x()) - reach();
    }

    @Override
    public double top() {
        return from.y() + Math.min(0, axis.y()) - reach();
    }

    @Override
    public double right() {
        return from.x() + Math.max(0, axis.x()) + reach();
    }

    @Override
    public double bottom() {
        return from.y() + Math.max(0, axis.y()) + reach();
    }
}
