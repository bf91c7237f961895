package dev.likeness.pose;

/**
 * Bilinear resampling of a {@link Window} to the square a network takes; when it shrinks, the filter widens with the
 * factor, so that nothing is skipped and fine patterns do not alias.
 */
final class Resampling {

    /** Samples of the source per axis that go into one target pixel on a side of the triangle; more cost without gain. */
    private static final int TAPS = 4;

    private Resampling() {}

    /** @return size x size x 3 values (height, width, RGB), each 0..255 */
    static float[] sample(Pixels picture, Window window, int size) {
        Axis columns = new Axis(window.left(), window.side(), size, picture.width());
        Axis rows = new Axis(window.top(), window.side(), size, picture.height());
        float[] target = new float[size * size * 3];
        float[] line = new float[size * 3];
        int first = 0;
        for (int y = rows.start; y < picture.height() && first < size; y += rows.step) {
            while (first < size && rows.last[first] < y) {
                first++;
            }
            if (first == size || rows.first[first] > y) {
                continue;
            }
            shrink(picture, y, columns, line);
            for (int row = first; row < size && rows.first[row] <= y; row++) {
                float weight = rows.weight(row, y);
                int offset = row * line.length;
                for (int i = 0; i < line.length; i++) {
                    target[offset + i] += weight * line[i];
                }
            }
        }
        return target;
    }

    private static void shrink(Pixels picture, int y, Axis columns, float[] line) {
        int[] rgb = picture.rgb();
        int offset = y * picture.width();
        for (int column = 0, i = 0; i < line.length; column++) {
            float red = 0, green = 0, blue = 0;
            for (int x = columns.first[column]; x <= columns.last[column]; x += columns.step) {
                int pixel = rgb[offset + x];
                float weight = columns.weight(column, x);
                red += weight * (pixel >> 16 & 0xff);
                green += weight * (pixel >> 8 & 0xff);
                blue += weight * (pixel & 0xff);
            }
            line[i++] = red;
            line[i++] = green;
            line[i++] = blue;
        }
    }

    /** Which source pixels of a row or column go into which target pixel, and how much. Pixel i is centred at i + 0.5. */
    private static final class Axis {

        final int start;
        final int step;
        /** First and last source pixel of each target pixel, both on the grid of steps; none when last is below first. */
        final int[] first;

        final int[] last;
        private final double[] centre;
        private final float[] norm;
        private final double support;

        Axis(double from, double side, int size, int length) {
            double scale = side / size;
            support = Math.max(1, scale);
            step = Math.max(1, (int) (support / TAPS));
            start = step / 2;
            first = new int[size];
            last = new int[size];
            centre = new double[size];
            norm = new float[size];
            int end = length - 1 - Math.floorMod(length - 1 - start, step);
            for (int i = 0; i < size; i++) {
                double position = from + (i + 0.5) * scale;
                centre[i] = position - 0.5;
                boolean outside = position < 0 || position >= length;
                first[i] = outside ? end + step : Math.max(start, onGrid(Math.ceil(centre[i] - support)));
                last[i] = outside ? -1 : Math.min(end, onGrid(Math.floor(centre[i] + support) - step + 1));
                if (!outside && last[i] < first[i]) {
                    first[i] = last[i] = Math.max(start, Math.min(end, onGrid(position - step / 2.0)));
                }
                double sum = 0;
                for (int k = first[i]; k <= last[i]; k += step) {
                    sum += raw(i, k);
                }
                norm[i] = sum > 0 ? (float) (1 / sum) : 0;
            }
            keepAscending(length);
        }

        /** The smallest position of the grid that is not below the given one. */
        private int onGrid(double position) {
            return start + (int) Math.ceil((position - start) / step) * step;
        }

        /** Targets outside the picture get empty ranges in an order that a sweep over the source can rely on. */
        private void keepAscending(int length) {
            for (int i = 0; i < first.length; i++) {
                if (last[i] < 0) {
                    first[i] = centre[i] < 0 ? 0 : length;
                    last[i] = first[i] - 1;
                }
            }
        }

        private double raw(int target, int source) {
            return Math.max(1e-6, 1 - Math.abs(source - centre[target]) / support);
        }

        float weight(int target, int source) {
            return source < first[target] || source > last[target] ? 0 : (float) raw(target, source) * norm[target];
        }
    }
}
