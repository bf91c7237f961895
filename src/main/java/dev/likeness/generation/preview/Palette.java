package dev.likeness.generation.preview;

import java.util.Arrays;

/** The few colours that many pixels are described by: k-means, started from quantiles of brightness, so never by chance. */
final class Palette {

    private static final int ROUNDS = 8;

    private final double[][] centres;

    private Palette(double[][] centres) {
        this.centres = centres;
    }

    static Palette of(int[] colours, int count) {
        Integer[] sorted = Arrays.stream(colours).boxed().toArray(Integer[]::new);
        Arrays.sort(sorted, (a, b) -> Double.compare(Colour.luminance(a), Colour.luminance(b)));
        double[][] centres = new double[count][];
        for (int i = 0; i < count; i++) {
            centres[i] = point(sorted[(int) ((i + 0.5) / count * sorted.length)]);
        }
        Palette palette = new Palette(centres);
        for (int round = 0; round < ROUNDS; round++) {
            palette.settle(colours);
        }
        return palette;
    }

    private void settle(int[] colours) {
        double[][] sums = new double[centres.length][4];
        for (int colour : colours) {
            double[] sum = sums[nearest(colour)];
            sum[0] += Colour.red(colour);
            sum[1] += Colour.green(colour);
            sum[2] += Colour.blue(colour);
            sum[3]++;
        }
        for (int i = 0; i < centres.length; i++) {
            if (sums[i][3] > 0) {
                for (int channel = 0; channel < 3; channel++) {
                    centres[i][channel] = sums[i][channel] / sums[i][3];
                }
            }
        }
    }

    private int nearest(int colour) {
        int nearest = 0;
        for (int i = 1; i < centres.length; i++) {
            if (squared(colour, centres[i]) < squared(colour, centres[nearest])) {
                nearest = i;
            }
        }
        return nearest;
    }

    /** To the nearest of the colours, in steps of 8 bit. */
    double distance(int colour) {
        return Math.sqrt(squared(colour, centres[nearest(colour)]));
    }

    private static double squared(int colour, double[] centre) {
        double red = Colour.red(colour) - centre[0];
        double green = Colour.green(colour) - centre[1];
        double blue = Colour.blue(colour) - centre[2];
        return red * red + green * green + blue * blue;
    }

    private static double[] point(int colour) {
        return new double[] {Colour.red(colour), Colour.green(colour), Colour.blue(colour)};
    }
}
