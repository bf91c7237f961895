package dev.likeness.input;

/**
 * Turns the components of a JPEG that libjpeg leaves as they are stored into RGB: one of grey, or four of CMYK or YCCK. The
 * latter is converted with 16 bits after the point, as libjpeg converts YCbCr. CMYK is taken as Adobe's programs write it,
 * 255 for no ink, which is what is found in the wild and what other decoders assume too; without its profile its colours
 * are an approximation.
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
        if (components == 1) {
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (samples[from + i] & 0xff) * 0x010101;
            }
            return;
        }
        for (int i = 0, at = from; i < rgb.length; i++, at += 4) {
            int a = samples[at] & 0xff, b = samples[at + 1] & 0xff, c = samples[at + 2] & 0xff;
            rgb[i] = transformed ? colour(a, b - 128, c - 128) : a << 16 | b << 8 | c;
        }
        ink(samples, from + 3, rgb);
    }

    private static int colour(int y, int cb, int cr) {
        int red = y + (CR_TO_RED * cr + HALF >> 16);
        int green = y + (-CB_TO_GREEN * cb - CR_TO_GREEN * cr + HALF >> 16);
        int blue = y + (CB_TO_BLUE * cb + HALF >> 16);
        // Few colours lie outside, and one test is faster than six.
        return (red | green | blue) >>> 8 == 0
                ? red << 16 | green << 8 | blue
                : clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
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
