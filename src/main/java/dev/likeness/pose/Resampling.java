package dev.likeness.pose;

import java.util.Arrays;

/**
 * Bilinear resampling of a {@link Window} to the square a network takes; when it shrinks, the filter widens with the
 * factor, so that no pixel is skipped and fine patterns do not alias.
 */
final class Resampling {

    private static final int CHANNELS = 3;

    /** Weights are whole numbers, and those of all pixels that go into one are so many together. */
    private static final int ONE = 1 << 16;

    /** What a unit of a sum is that was weighed along both sides: a whole one shifted by so many bits. */
    private static final float SHARE = 1f / ONE / ONE;

    private static final int BITS = 32;
    private static final long HALF = 1L << BITS - 1;

    private final Pixels picture;
    private final Axis columns;
    private final Axis rows;
    /** A row of the picture, as far as the frame shows it. */
    private final int[] line;
    /** Sums of its weighted pixels, a column each. */
    private final int[] red;

    private final int[] green;
    private final int[] blue;

    private Resampling(Pixels picture, Frame frame) {
        this.picture = picture;
        this.columns = new Axis(frame.left(), frame.scale(), frame.width(), picture.width());
        this.rows = new Axis(frame.top(), frame.scale(), frame.height(), picture.height());
        this.line = new int[columns.last - columns.first];
        this.red = new int[line.length];
        this.green = new int[line.length];
        this.blue = new int[line.length];
    }

    /** @return size x size x 3 values (height, width, RGB), each 0..255; 0 outside the picture */
    static float[] sample(Pixels picture, Window window, int size) {
        return sample(picture, window.frame(size), 0);
    }

    /** As {@link #sample(Pixels, Window, int)}, each the nearest whole number. */
    static int[] rounded(Pixels picture, Window window, int size) {
        int[] target = new int[CHANNELS * size * size];
        new Resampling(picture, window.frame(size)).each((at, red, green, blue) -> {
            target[at] = (int) (red + HALF >> BITS);
            target[at + 1] = (int) (green + HALF >> BITS);
            target[at + 2] = (int) (blue + HALF >> BITS);
        });
        return target;
    }

    /**
     * @param outside red, green and blue where the frame reaches beyond the picture
     * @return height x width x 3 values (RGB) of the frame, each 0..255
     */
    static float[] sample(Pixels picture, Frame frame, float outside) {
        float[] target = new float[CHANNELS * frame.width() * frame.height()];
        if (outside != 0) {
            Arrays.fill(target, outside);
        }
        new Resampling(picture, frame).each((at, red, green, blue) -> {
            target[at] = red * SHARE;
            target[at + 1] = green * SHARE;
            target[at + 2] = blue * SHARE;
        });
        return target;
    }

    /** Takes a pixel of the frame that lies in the picture: 0..255 times {@link #ONE} squared. */
    private interface Sink {

        /** @param at where it begins when each has three values */
        void put(int at, long red, long green, long blue);
    }

    private void each(Sink target) {
        for (int row = 0; row < rows.start.length; row++) {
            if (rows.inside(row)) {
                blend(row);
                narrow(target, row * CHANNELS * columns.start.length);
            }
        }
    }

    /** The picture's rows that go into one of the frame, weighed and added, as wide as they are in the picture. */
    private void blend(int row) {
        Arrays.fill(red, 0);
        Arrays.fill(green, 0);
        Arrays.fill(blue, 0);
        for (int i = 0; i < rows.weights[row].length; i++) {
            int from = (rows.start[row] + i) * picture.width() + columns.first;
            System.arraycopy(picture.rgb(), from, line, 0, line.length);
            add(line, rows.weights[row][i], red, green, blue);
        }
    }

    /** All arrays from their first element on: then the compiler lets the processor add many pixels at once. */
    private static void add(int[] rgb, int weight, int[] red, int[] green, int[] blue) {
        for (int x = 0; x < red.length; x++) {
            int pixel = rgb[x];
            red[x] += weight * (pixel >> 16 & 0xff);
            green[x] += weight * (pixel >> 8 & 0xff);
            blue[x] += weight * (pixel & 0xff);
        }
    }

    private void narrow(Sink target, int offset) {
        for (int column = 0, i = offset; column < columns.start.length; column++, i += CHANNELS) {
            if (columns.inside(column)) {
                long r = 0, g = 0, b = 0;
                int source = columns.start[column] - columns.first;
                for (long weight : columns.weights[column]) {
                    r += weight * red[source];
                    g += weight * green[source];
                    b += weight * blue[source++];
                }
                target.put(i, r, g, b);
            }
        }
    }

    /** Which source pixels of a row or column go into each target pixel, and how much. Pixel i is centred at i + 0.5. */
    private static final class Axis {

        /** First source pixel of each target pixel, ascending. */
        final int[] start;
        /** From the first on; they add up to {@link #ONE}, or there are none when the target lies outside the picture. */
        final int[][] weights;

        /** The first source pixel that goes into any, and the one after the last. */
        final int first;

        final int last;

        Axis(double left, double scale, int size, int length) {
            double reach = Math.max(1, scale);
            start = new int[size];
            weights = new int[size][];
            int from = 0, to = 0;
            for (int i = 0; i < size; i++) {
                double position = left + (i + 0.5) * scale;
                double centre = position - 0.5;
                boolean outside = position < 0 || position >= length;
                start[i] = Math.max(0, Math.min(length, (int) Math.ceil(centre - reach)));
                int end = outside ? start[i] : Math.min(length, (int) Math.floor(centre + reach) + 1);
                weights[i] = weights(centre, reach, start[i], end);
                if (inside(i)) {
                    from = to == 0 ? start[i] : from;
                    to = end;
                }
            }
            first = from;
            last = to;
        }

        boolean inside(int i) {
            return weights[i].length > 0;
        }

        private static int[] weights(double centre, double reach, int start, int end) {
            int[] weights = new int[end - start];
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += weight(centre, reach, start + i);
            }
            double until = 0;
            int given = 0;
            for (int i = 0; i < weights.length; i++) {
                until += weight(centre, reach, start + i);
                weights[i] = (int) Math.round(ONE * until / sum) - given;
                given += weights[i];
            }
            return weights;
        }

        private static double weight(double centre, double reach, int pixel) {
            return 1 - Math.abs(pixel - centre) / reach;
        }
    }
}
