package dev.likeness.input;

/**
 * Turns stored JPEG components into RGB. YCbCr is converted with 16 bits after the point, as libjpeg does, so that a
 * picture has the colours that other programs show. CMYK is taken as Adobe's programs write it, 255 for no ink, which is
 * what is found in the wild and what other decoders assume too; without its profile its colours are an approximation.
 */
final class JpegColours {

    private static final int HALF = 1 << 15;
    private static final int CR_TO_RED = (int) Math.round(1.402 * 65536);
    private static final int CB_TO_BLUE = (int) Math.round(1.772 * 65536);
    private static final int CR_TO_GREEN = (int) Math.round(0.714136286 * 65536);
    private static final int CB_TO_GREEN = (int) Math.round(0.344136286 * 65536);

    private final int components;
    private final boolean transformed;

    JpegColours(int components, boolean transformed) {
        this.components = components;
        this.transformed = transformed;
    }

    /** Fills {@code rgb} with as many pixels, 0xRRGGBB each, whose interleaved samples begin at {@code from}. */
    void toRgb(byte[] samples, int from, int[] rgb) {
        int at = from;
        for (int i = 0; i < rgb.length; i++, at += components) {
            int first = samples[at] & 0xff;
            rgb[i] = components == 1 ? first * 0x010101 : colour(first, samples[at + 1] & 0xff, samples[at + 2] & 0xff);
        }
        if (components == 4) {
            ink(samples, from + 3, rgb);
        }
    }

    private int colour(int a, int b, int c) {
        if (!transformed) {
            return a << 16 | b << 8 | c;
        }
        int cb = b - 128;
        int cr = c - 128;
        int red = a + (CR_TO_RED * cr + HALF >> 16);
        int green = a + (-CB_TO_GREEN * cb - CR_TO_GREEN * cr + HALF >> 16);
        int blue = a + (CB_TO_BLUE * cb + HALF >> 16);
        return clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
    }

    /** Lays the black of a CMYK or YCCK row over it. YCCK transforms the complement of what CMYK would store. */
    private void ink(byte[] samples, int from, int[] rgb) {
        int at = from;
        for (int i = 0; i < rgb.length; i++, at += 4) {
            int c = transformed ? ~rgb[i] : rgb[i];
            int light = samples[at] & 0xff;
            rgb[i] = scaled(c >> 16, light) << 16 | scaled(c >> 8, light) << 8 | scaled(c, light);
        }
    }

    private static int scaled(int sample, int light) {
        return ((sample & 0xff) * light + 127) / 255;
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
