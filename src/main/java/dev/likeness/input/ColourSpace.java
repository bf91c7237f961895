package dev.likeness.input;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Turns the colours of a picture into sRGB by its embedded ICC profile, so that a phone's Display P3 photograph keeps its
 * skin tones. Profiles of three primaries and three curves are followed, which is what cameras, phones and editors embed
 * in RGB pictures; a broken profile, one for CMYK or grey, or one that is a table means that the picture is taken for
 * sRGB. Read here and not by the platform's colour engine, which is native code that a stranger's file should not reach.
 */
final class ColourSpace {

    /** Profiles of primaries and curves have 0.5 to 10 KiB; a larger one, which is a table, is not inflated to its end. */
    private static final int LARGEST_PROFILE = 64 << 10;

    /** From XYZ with the white of ICC's profile connection space (D50) to linear sRGB, adapted after Bradford. */
    private static final double[] TO_SRGB = {
        3.1338561, -1.6168667, -0.4906146, -0.9787684, 1.9161415, 0.0334540, 0.0719453, -0.2289914, 1.4052427
    };

    /** Steps of linear light for which the sRGB code is kept: fine enough that the darkest codes stay apart. */
    private static final int STEPS = 1 << 14;

    /** Differences up to this are rounding: sRGB profiles differ among each other by one. */
    private static final int ALIKE = 2;

    /** Bits after the point of a step, in sums; enough for rounding not to show. */
    private static final int FRACTION = 3;

    /** Red, green and blue are added in one go, each in so many bits of a number: 16 times as bright as white. */
    private static final int LANE = 21;

    /** So many times as bright as white is what stands for black in a lane, since a share may be negative. */
    private static final int BLACK = 6;

    /** A share is at least and at most so many times white: no sum of three leaves its lane. */
    private static final double LEAST = -2, MOST = 3.3;

    /** For each sum of shares, without its fraction. */
    private static final byte[] CODES = srgbCodes();

    /** Four samples at once, the first one on top. */
    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final ColourSpace SRGB = new ColourSpace(new long[3][]);

    /** How much linear red, green and blue of sRGB each code of red brings: a lane each. */
    private final long[] ofRed;

    private final long[] ofGreen;
    private final long[] ofBlue;

    private ColourSpace(long[][] shares) {
        this.ofRed = shares[0];
        this.ofGreen = shares[1];
        this.ofBlue = shares[2];
    }

    /** @param chunk iCCP: a name, its zero, the compression method, of which there is one, and the profile */
    static ColourSpace ofIccp(ByteSlice chunk) {
        int name = 0;
        while (name < Math.min(80, chunk.length()) && chunk.u8(name) != 0) {
            name++;
        }
        return name + 2 < chunk.length() ? ofIcc(inflate(chunk.rest(name + 2))) : SRGB;
    }

    /**
     * @param xy of red, green, blue and white
     * @param curve linear light of a sample, both 0..1
     */
    static ColourSpace of(double[] xy, DoubleUnaryOperator curve) {
        float[] light = new float[256];
        for (int code = 0; code < light.length; code++) {
            light[code] = (float) Math.max(0, Math.min(1, curve.applyAsDouble(code / 255.0)));
        }
        double[][] primaries = Chromaticities.toProfileConnectionSpace(xy);
        if (primaries == null) {
            return SRGB;
        }
        ColourSpace space = new ColourSpace(new float[][] {light, light, light}, primaries);
        return space.isSrgb() ? SRGB : space;
    }

    /** The transfer function of IEC 61966-2-1, from a sample to linear light, both 0..1. */
    static double srgbLight(double sample) {
        return sample <= 0.04045 ? sample / 12.92 : Math.pow((sample + 0.055) / 1.055, 2.4);
    }

    static ColourSpace srgb() {
        return SRGB;
    }

    /** Empty when there is no profile. */
    static ColourSpace ofIcc(ByteSlice profile) {
        if (profile.length() == 0) {
            return SRGB;
        }
        try {
            ColourSpace space = read(profile);
            return space.isSrgb() ? SRGB : space;
        } catch (Refusal broken) {
            return SRGB;
        }
    }

    /** Replaces the first {@code count} colours, 0xRRGGBB each, with their sRGB codes. */
    void toSrgb(int[] rgb, int count) {
        if (this == SRGB) {
            return;
        }
        for (int i = 0; i < count; i++) {
            rgb[i] = toSrgb(rgb[i]);
        }
    }

    /** Fills {@code rgb} with as many colours, 0xRRGGBB each, whose samples of red, green and blue begin at {@code from}. */
    void toSrgb(byte[] samples, int from, int[] rgb) {
        if (this == SRGB) {
            packed(samples, from, rgb);
            return;
        }
        for (int i = 0, at = from; i < rgb.length; i++, at += 3) {
            rgb[i] = toSrgb(samples[at] & 0xff, samples[at + 1] & 0xff, samples[at + 2] & 0xff);
        }
    }

    /** There may be no fourth sample behind the last colour. */
    private static void packed(byte[] samples, int from, int[] rgb) {
        int last = rgb.length - 1, at = from;
        for (int i = 0; i < last; i++, at += 3) {
            rgb[i] = (int) FOUR.get(samples, at) >>> 8;
        }
        rgb[last] = (samples[at] & 0xff) << 16 | (samples[at + 1] & 0xff) << 8 | samples[at + 2] & 0xff;
    }

    private int toSrgb(int rgb) {
        return toSrgb(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
    }

    private int toSrgb(int red, int green, int blue) {
        long sum = ofRed[red] + ofGreen[green] + ofBlue[blue];
        return code(sum >>> 2 * LANE) << 16 | code(sum >>> LANE) << 8 | code(sum);
    }

    private static int code(long lane) {
        return CODES[(int) lane >>> FRACTION & CODES.length - 1] & 0xff;
    }

    private boolean isSrgb() {
        for (int rgb = 0; rgb <= 0xffffff; rgb += 0x0f1d2b) {
            int other = toSrgb(rgb);
            for (int shift = 0; shift <= 16; shift += 8) {
                if (Math.abs((rgb >> shift & 0xff) - (other >> shift & 0xff)) > ALIKE) {
                    return false;
                }
            }
        }
        return true;
    }

    /** @throws Refusal when the profile is broken, or of another kind than is read here */
    static ColourSpace read(ByteSlice profile) {
        if (!profile.has(16, "RGB XYZ ") || !profile.has(36, "acsp")) {
            throw Refusal.damaged("a profile that is not of primaries and curves");
        }
        float[][] curves = {
            IccCurve.read(tag(profile, "rTRC")),
            IccCurve.read(tag(profile, "gTRC")),
            IccCurve.read(tag(profile, "bTRC"))
        };
        double[][] primaries = {
            xyz(tag(profile, "rXYZ")), xyz(tag(profile, "gXYZ")), xyz(tag(profile, "bXYZ")),
        };
        return new ColourSpace(curves, primaries);
    }

    /** @param primaries X, Y and Z of full red, green and blue, relative to D50 */
    private ColourSpace(float[][] curves, double[][] primaries) {
        this(new long[][] {
            shares(curves[0], primaries[0]), shares(curves[1], primaries[1]), shares(curves[2], primaries[2])
        });
        long black = ((long) BLACK * STEPS << FRACTION) + (1 << FRACTION - 1);
        for (int code = 0; code < ofRed.length; code++) {
            ofRed[code] += (black << 2 * LANE) + (black << LANE) + black;
        }
    }

    private static long[] shares(float[] curve, double[] primary) {
        long[] shares = new long[curve.length];
        for (int to = 0; to < 3; to++) {
            double share = 0;
            for (int k = 0; k < 3; k++) {
                share += TO_SRGB[3 * to + k] * primary[k];
            }
            for (int code = 0; code < curve.length; code++) {
                double light = Math.max(LEAST, Math.min(MOST, share * curve[code]));
                shares[code] += Math.round(light * (STEPS - 1) * (1 << FRACTION)) << LANE * (2 - to);
            }
        }
        return shares;
    }

    private static ByteSlice tag(ByteSlice profile, String name) {
        long tags = Math.min(profile.u32(128), 100);
        for (int i = 0; i < tags; i++) {
            int entry = 132 + 12 * i;
            if (profile.has(entry, name)) {
                long at = profile.u32(entry + 4);
                long length = profile.u32(entry + 8);
                if (at > profile.length() || length > profile.length()) {
                    throw Refusal.truncated();
                }
                return profile.part((int) at, (int) length);
            }
        }
        throw Refusal.damaged("a profile without " + name);
    }

    private static double[] xyz(ByteSlice tag) {
        return new double[] {IccCurve.fixed(tag, 8), IccCurve.fixed(tag, 12), IccCurve.fixed(tag, 16)};
    }

    /** The transfer function of IEC 61966-2-1; what is darker than black or brighter than white takes their codes. */
    private static byte[] srgbCodes() {
        byte[] codes = new byte[1 << LANE - FRACTION];
        int black = BLACK * STEPS;
        for (int i = 0; i < STEPS; i++) {
            double linear = i / (STEPS - 1.0);
            double code = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
            codes[black + i] = (byte) Math.round(255 * code);
        }
        Arrays.fill(codes, black + STEPS, codes.length, (byte) 255);
        return codes;
    }

    private static ByteSlice inflate(ByteSlice compressed) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed.array(), compressed.from(), compressed.length());
            byte[] profile = new byte[LARGEST_PROFILE];
            int length = inflater.inflate(profile);
            return new ByteSlice(profile, 0, length);
        } catch (DataFormatException broken) {
            return ByteSlice.of(new byte[0]);
        } finally {
            inflater.end();
        }
    }
}
