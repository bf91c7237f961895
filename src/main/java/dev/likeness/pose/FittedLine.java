package dev.likeness.pose;

/**
 * A straight line fitted to pixels by their moments: it runs along their axis of greatest variance, from the first pixel to
 * the last.
 */
record FittedLine(
        int area, double sumX, double sumY, double sumXX, double sumXY, double sumYY, double x0, double y0, double x1, double y1) {

    /** @param pixels indices y * width + x, at least one */
    static FittedLine of(int[] pixels, int width) {
        double sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0;
        double[] points = new double[2 * pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int x = pixels[i] % width, y = pixels[i] / width;
            points[2 * i] = x;
            points[2 * i + 1] = y;
            sx += x;
            sy += y;
            sxx += (double) x * x;
            sxy += (double) x * y;
            syy += (double) y * y;
        }
        return new FittedLine(pixels.length, sx, sy, sxx, sxy, syy, 0, 0, 0, 0).over(points);
    }

    /** One line through both. */
    FittedLine with(FittedLine other) {
        return new FittedLine(
                        area + other.area,
                        sumX + other.sumX,
                        sumY + other.sumY,
                        sumXX + other.sumXX,
                        sumXY + other.sumXY,
                        sumYY + other.sumYY,
                        0,
                        0,
                        0,
                        0)
                .over(x0, y0, x1, y1, other.x0, other.y0, other.x1, other.y1);
    }

    /** As long as these points, x and y in turn, lie along it. */
    private FittedLine over(double... points) {
        double cos = Math.cos(angle()), sin = Math.sin(angle()), least = 0, most = 0;
        for (int i = 0; i < points.length; i += 2) {
            double along = (points[i] - x()) * cos + (points[i + 1] - y()) * sin;
            least = Math.min(least, along);
            most = Math.max(most, along);
        }
        return between(x() + least * cos, y() + least * sin, x() + most * cos, y() + most * sin);
    }

    /** The same pixels between other ends. */
    FittedLine between(double fromX, double fromY, double toX, double toY) {
        return new FittedLine(area, sumX, sumY, sumXX, sumXY, sumYY, fromX, fromY, toX, toY);
    }

    double x() {
        return sumX / area;
    }

    double y() {
        return sumY / area;
    }

    double length() {
        return Math.hypot(x1 - x0, y1 - y0);
    }

    private double angle() {
        return Math.atan2(2 * (sumXY - sumX * y()), sumXX - sumX * x() - sumYY + sumY * y()) / 2;
    }

    /** Half the width, pixels, of a bar whose pixels vary as much across it. */
    double halfWidth() {
        double cos = Math.cos(angle()), sin = Math.sin(angle());
        double across = (sumXX - sumX * x()) * sin * sin
                - 2 * (sumXY - sumX * y()) * sin * cos
                + (sumYY - sumY * y()) * cos * cos;
        return Math.max(0.5, Math.sqrt(3 * Math.max(0, across) / area));
    }

    /** Whether it is hardly longer than wide, as a disc is. */
    boolean compact() {
        return length() + 1 < 4 * halfWidth();
    }

    double distance(double x, double y) {
        return Geometry.toSegment(x, y, x0, y0, x1, y1);
    }
}
