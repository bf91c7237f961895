package dev.likeness.pose;

/**
 * A straight line of two pixels' thickness, as OpenCV 4 draws it pixel for pixel: a rectangle in fixed-point numbers, its
 * outline, and a dot at each end (ThickLine, FillConvexPoly and Line2 of its drawing.cpp).
 */
final class Stroke {

    /** Bits behind the point. */
    private static final int SHIFT = 16;

    private static final long ONE = 1L << SHIFT;
    private static final long HALF = ONE / 2;

    private final Canvas canvas;
    private final int rgb;
    /** The corners in turn, x and y. */
    private final long[] x = new long[4];

    private final long[] y = new long[4];

    private Stroke(Canvas canvas, int rgb) {
        this.canvas = canvas;
        this.rgb = rgb;
    }

    static void draw(Canvas canvas, int fromX, int fromY, int toX, int toY, int rgb) {
        double dx = fromX - toX, dy = toY - fromY;
        if (dx != 0 || dy != 0) {
            double scale = ONE / Math.sqrt(dx * dx + dy * dy);
            long acrossX = (long) Math.rint(dy * scale), acrossY = (long) Math.rint(dx * scale);
            Stroke stroke = new Stroke(canvas, rgb);
            stroke.corner(0, fromX * ONE + acrossX, fromY * ONE + acrossY);
            stroke.corner(1, fromX * ONE - acrossX, fromY * ONE - acrossY);
            stroke.corner(2, toX * ONE - acrossX, toY * ONE - acrossY);
            stroke.corner(3, toX * ONE + acrossX, toY * ONE + acrossY);
            stroke.outline();
            stroke.fill();
        }
        canvas.circle(fromX, fromY, 1, rgb);
        canvas.circle(toX, toY, 1, rgb);
    }

    private void corner(int i, long cornerX, long cornerY) {
        x[i] = cornerX;
        y[i] = cornerY;
    }

    private void outline() {
        for (int i = 0; i < 4; i++) {
            int before = (i + 3) % 4;
            edge(x[before], y[before], x[i], y[i]);
        }
    }

    /** A pixel for each step along the longer side, and one at the end. */
    private void edge(long fromX, long fromY, long toX, long toY) {
        long acrossX = Math.abs(toX - fromX), acrossY = Math.abs(toY - fromY);
        boolean flat = acrossX > acrossY;
        boolean backwards = flat ? toX < fromX : toY < fromY;
        long startX = backwards ? toX : fromX, startY = backwards ? toY : fromY;
        long endX = backwards ? fromX : toX, endY = backwards ? fromY : toY;
        canvas.dot(pixel(endX), pixel(endY), rgb);
        long step = flat ? (endY - startY) * ONE / (acrossX | 1) : (endX - startX) * ONE / (acrossY | 1);
        long count = flat ? endX - startX >> SHIFT : endY - startY >> SHIFT;
        for (long i = 0; i <= count; i++) {
            int along = pixel(flat ? startX : startY) + (int) i;
            int across = pixel((flat ? startY : startX) + i * step);
            canvas.dot(flat ? along : across, flat ? across : along, rgb);
        }
    }

    private static int pixel(long position) {
        return (int) (position + HALF >> SHIFT);
    }

    /** Row by row between the two sides that lead from the topmost corner to the lowest. */
    private void fill() {
        int topmost = 0, lowest = 0;
        for (int i = 1; i < 4; i++) {
            topmost = y[i] < y[topmost] ? i : topmost;
            lowest = y[i] > y[lowest] ? i : lowest;
        }
        int row = pixel(y[topmost]);
        int last = pixel(y[lowest]);
        Side one = new Side(topmost, 1, row), other = new Side(topmost, 3, row);
        int[] left = {4};
        for (; row <= last; row++) {
            one.reach(row, left);
            other.reach(row, left);
            canvas.row(pixel(Math.min(one.at, other.at)), pixel(Math.max(one.at, other.at)), row, rgb);
            one.at += one.step;
            other.at += other.step;
        }
    }

    /** Where one of the sides is in a row. */
    private final class Side {

        private final int direction;
        private int corner;
        private int until;
        private long at = -ONE;
        private long step;

        Side(int corner, int direction, int row) {
            this.corner = corner;
            this.direction = direction;
            this.until = row;
        }

        /** Turns to the next corner below when the row is that of the last one; both sides together turn four times. */
        void reach(int row, int[] left) {
            if (row < until) {
                return;
            }
            int from = corner, to = (corner + direction) % 4;
            while (left[0]-- > 0) {
                int end = pixel(y[to]);
                if (end > row) {
                    until = end;
                    step = ((x[to] - x[from]) * 2 + (end - row)) / (2L * (end - row));
                    at = x[from];
                    corner = to;
                    return;
                }
                from = to;
                to = (to + direction) % 4;
            }
        }
    }
}
