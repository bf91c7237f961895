package dev.likeness.pose;

import java.util.Arrays;

/**
 * Bilinear resampling of a {@link Window} to the square a network takes; when it shrinks, the filter widens with the
 * factor, so that no pixel is skipped and fine patterns do not alias.
 */
final class Resampling {

    private Resampling() {}

    /** @return size x size x 3 values (height, width, RGB), each 0..255; 0 outside the picture */
    static float[] sample(Pixels picture, Window window, int size) {
        return sample(picture, window.frame(size), 0);
    }

    /**
     * @param outside red, green and blue where the frame reaches beyond the picture
     * @return height x width x 3 values (RGB) of the frame, each 0..255
     */
    static float[] sample(Pixels picture, Frame frame, float outside) {
        Axis columns = new Axis(frame.left(), frame.scale(), frame.width(), picture.width());
        Axis rows = new Axis(frame.top(), frame.scale(), frame.height(), picture.height());
        int size = frame.height();
        float[] target = new float[frame.height() * frame.width() * 3];
        if (outside != 0) {
            fillOutside(target, columns, rows, outside);
        }
        float[] line = new float[frame.width() * 3];
        int first = 0;
        for (int y = 0; y < picture.height(); y++) {
            while (first < size && rows.end[first] <= y) {
                first++;
            }
            if (first == size) {
                break;
            }
            if (rows.start[first] > y) {
                continue;
            }
            resampleRow(picture, y, columns, line);
            for (int row = first; row < size && rows.start[row] <= y && y < rows.end[row]; row++) {
                float weight = rows.weights[row][y - rows.start[row]];
                int offset = row * line.length;
                for (int i = 0; i < line.length; i++) {
                    target[offset + i] += weight * line[i];
                }
            }
        }
        return target;
    }

    private static void fillOutside(float[] target, Axis columns, Axis rows, float outside) {
        int stride = columns.weights.length * 3;
        for (int row = 0; row < rows.weights.length; row++) {
            for (int column = 0; column < columns.weights.length; column++) {
                if (rows.weights[row].length == 0 || columns.weights[column].length == 0) {
                    int offset = row * stride + column * 3;
                    Arrays.fill(target, offset, offset + 3, outside);
                }
            }
        }
    }

    private static void resampleRow(Pixels picture, int y, Axis columns, float[] line) {
        int[] rgb = picture.rgb();
        int offset = y * picture.width();
        for (int column = 0, i = 0; i < line.length; column++) {
            float red = 0, green = 0, blue = 0;
            int source = offset + columns.start[column];
            for (float weight : columns.weights[column]) {
                int pixel = rgb[source++];
                red += weight * (pixel >> 16 & 0xff);
                green += weight * (pixel >> 8 & 0xff);
                blue += weight * (pixel & 0xff);
            }
            line[i++] = red;
            line[i++] = green;
            line[i++] = blue;
        }
    }

    /** Which source pixels of a row or column go into each target pixel, and how much. Pixel i is centred at i + 0.5. */
    private static final class Axis {

        /** First source pixel of each target pixel, ascending. */
        final int[] start;
        /** The one after its last; the start again when the target lies outside the picture. */
        final int[] end;
        /** From the first on; they add up to 1, or there are none. */
        final float[][] weights;

        Axis(double from, double scale, int size, int length) {
            double reach = Math.max(1, scale);
            start = new int[size];
            end = new int[size];
            weights = new float[size][];
            for (int i = 0; i < size; i++) {
                double position = from + (i + 0.5) * scale;
                double centre = position - 0.5;
                boolean outside = position < 0 || position >= length;
                start[i] = Math.max(0, Math.min(length, (int) Math.ceil(centre - reach)));
                end[i] = outside ? start[i] : Math.min(length, (int) Math.floor(centre + reach) + 1);
                weights[i] = weights(centre, reach, start[i], end[i]);
            }
        }

        private static float[] weights(double centre, double reach, int start, int end) {
            float[] weights = new float[end - start];
            float sum = 0;
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) (1 - Math.abs(start + i - centre) / reach);
                sum += weights[i];
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= sum;
            }
            return weights;
        }
    }
}
