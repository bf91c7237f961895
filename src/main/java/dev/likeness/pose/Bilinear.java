package dev.likeness.pose;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Resampling as OpenCV's INTER_LINEAR does it, between the four nearest pixels however much the picture shrinks, to planes
 * of floats: what detectors and SimCC networks were trained on and what their authors' code gives them. {@link Resampling}
 * skips no pixel.
 */
final class Bilinear {

    private static final int CHANNELS = 3;

    /** Weights along a row are whole numbers of this many bits; what comes of them is as many times larger. */
    private static final int BITS = 8;

    private final Pixels picture;
    private final Frame frame;
    private final Planes planes;
    private final float[] outside = new float[CHANNELS];
    private final Axis columns;
    private final Axis rows;
    /** Two rows of the picture, already as wide as the frame: three lines each. An even row takes the first place. */
    private final float[][] lines;

    private final int[] lineOf = {-1, -1};

    private Bilinear(Pixels picture, Frame frame, float outside, Planes planes) {
        this.picture = picture;
        this.frame = frame;
        this.planes = planes;
        for (int channel = 0; channel < CHANNELS; channel++) {
            this.outside[channel] = planes.of(channel, outside);
        }
        this.columns = new Axis(frame.left(), frame.scale(), frame.width(), picture.width());
        this.rows = new Axis(frame.top(), frame.scale(), frame.height(), picture.height());
        this.lines = new float[2][CHANNELS * frame.width()];
    }

    /**
     * What a network takes for red, green and blue: one plane after another, each value multiplied and then shifted.
     *
     * @param red the plane of red, 0 or 2; blue has the other, and green the one between
     */
    record Planes(int red, float[] factors, float[] offsets) {

        /** Blue, green, red; 0..255. */
        static final Planes BGR = new Planes(2, new float[] {1, 1, 1}, new float[3]);

        float of(int plane, float value) {
            return value * factors[plane] + offsets[plane];
        }
    }

    /**
     * Appends the frame, as 3 x height x width values.
     *
     * @param outside red, green and blue where the frame reaches beyond the picture, 0..255
     */
    static void put(ByteBuffer target, Pixels picture, Frame frame, float outside, Planes planes) {
        new Bilinear(picture, frame, outside, planes).fill(target.asFloatBuffer());
        target.position(target.position() + CHANNELS * frame.width() * frame.height() * Float.BYTES);
    }

    private void fill(FloatBuffer target) {
        int width = frame.width();
        float[] blank = new float[CHANNELS * width];
        for (int channel = 0; channel < CHANNELS; channel++) {
            Arrays.fill(blank, channel * width, (channel + 1) * width, outside[channel]);
        }
        float[] blend = new float[blank.length];
        for (int y = 0; y < frame.height(); y++) {
            float[] row = rows.beyond(y) ? blank : blended(y, blend);
            for (int channel = 0; channel < CHANNELS; channel++) {
                target.put((channel * frame.height() + y) * width, row, channel * width, width);
            }
        }
    }

    private float[] blended(int y, float[] blend) {
        float[] above = line(rows.first[y]), below = line(rows.second[y]);
        float weight = rows.weight[y];
        int width = frame.width();
        for (int channel = 0; channel < CHANNELS; channel++) {
            float factor = planes.factors()[channel] / (1 << BITS), zero = planes.offsets()[channel];
            for (int i = channel * width; i < (channel + 1) * width; i++) {
                blend[i] = (above[i] + weight * (below[i] - above[i])) * factor + zero;
            }
            Arrays.fill(blend, channel * width, channel * width + columns.begin, outside[channel]);
            Arrays.fill(blend, channel * width + columns.end, (channel + 1) * width, outside[channel]);
        }
        return blend;
    }

    private float[] line(int y) {
        float[] line = lines[y & 1];
        if (lineOf[y & 1] != y) {
            lineOf[y & 1] = y;
            sample(line, y * picture.width());
        }
        return line;
    }

    /**
     * Of the picture's pixels that begin there; all three planes at once, since what takes time is to reach the pixels. Red
     * and blue are blended in one go, each in half of a number: neither leaves its 16 bits.
     */
    private void sample(float[] line, int offset) {
        int[] rgb = picture.rgb(), first = columns.first, second = columns.second, parts = columns.parts;
        int width = frame.width(), red = planes.red() * width, blue = (CHANNELS - 1) * width - red;
        for (int x = columns.begin; x < columns.end; x++) {
            int left = rgb[offset + first[x]], right = rgb[offset + second[x]], part = parts[x];
            int outer = left & 0xff00ff, green = left & 0xff00;
            outer = (outer << BITS) + ((right & 0xff00ff) - outer) * part;
            green = (green << BITS) + ((right & 0xff00) - green) * part;
            line[red + x] = outer >>> 16;
            line[width + x] = green >>> 8;
            line[blue + x] = outer & 0xffff;
        }
    }

    /** The two pixels of a row or column between which each pixel of the frame lies, and how far it is from the first. */
    private static final class Axis {

        final int[] first;
        final int[] second;
        final float[] weight;
        /** The weights in 256ths. */
        final int[] parts;
        /** The first one of the frame that lies in the picture, and the one after the last. */
        final int begin;

        final int end;

        Axis(double from, double scale, int size, int length) {
            first = new int[size];
            second = new int[size];
            weight = new float[size];
            parts = new int[size];
            int before = 0, inside = 0;
            for (int i = 0; i < size; i++) {
                double position = from + (i + 0.5) * scale;
                double centre = Math.max(0, Math.min(length - 1, position - 0.5));
                first[i] = (int) centre;
                second[i] = Math.min(length - 1, first[i] + 1);
                weight[i] = (float) (centre - first[i]);
                parts[i] = Math.round(weight[i] * (1 << BITS));
                before += position < 0 ? 1 : 0;
                inside += position >= 0 && position < length ? 1 : 0;
            }
            begin = before;
            end = before + inside;
        }

        boolean beyond(int i) {
            return i < begin || i >= end;
        }
    }
}
