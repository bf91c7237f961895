package dev.likeness.generation.preview;

/** Colours as 0xRRGGBB. */
final class Colour {

    private Colour() {}

    static int of(double red, double green, double blue) {
        return clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
    }

    private static int clamp(double value) {
        return value <= 0 ? 0 : value >= 255 ? 255 : (int) (value + 0.5);
    }

    static int red(int rgb) {
        return rgb >> 16 & 0xFF;
    }

    static int green(int rgb) {
        return rgb >> 8 & 0xFF;
    }

    static int blue(int rgb) {
        return rgb & 0xFF;
    }

    static int mix(int from, int to, double part) {
        if (part >= 1) {
            return to;
        }
        return of(
                red(from) + (red(to) - red(from)) * part,
                green(from) + (green(to) - green(from)) * part,
                blue(from) + (blue(to) - blue(from)) * part);
    }

    static int scaled(int rgb, double factor) {
        return of(red(rgb) * factor, green(rgb) * factor, blue(rgb) * factor);
    }

    static double luminance(int rgb) {
        return 0.2126 * red(rgb) + 0.7152 * green(rgb) + 0.0722 * blue(rgb);
    }

    /** @param hue in turns; any number, its whole part is dropped */
    static int hsl(double hue, double saturation, double lightness) {
        double chroma = (1 - Math.abs(2 * lightness - 1)) * saturation;
        double[] channels = new double[3];
        for (int i = 0; i < 3; i++) {
            double turn = hue + (1 - i) / 3.0;
            turn -= Math.floor(turn);
            double rise = Math.max(0, Math.min(1, turn < 0.5 ? 6 * turn : 4 - 6 * turn));
            channels[i] = 255 * (lightness + chroma * (rise - 0.5));
        }
        return of(channels[0], channels[1], channels[2]);
    }
}
