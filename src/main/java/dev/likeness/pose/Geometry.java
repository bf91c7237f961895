package dev.likeness.pose;

/** Plane geometry in pixels. */
final class Geometry {

    private Geometry() {}

    /** Distance of a point from the segment between two others. */
    static double toSegment(double x, double y, double fromX, double fromY, double toX, double toY) {
        double dx = toX - fromX, dy = toY - fromY;
        double square = dx * dx + dy * dy;
        double t = square == 0 ? 0 : Math.max(0, Math.min(1, ((x - fromX) * dx + (y - fromY) * dy) / square));
        return Math.hypot(x - fromX - t * dx, y - fromY - t * dy);
    }
}
