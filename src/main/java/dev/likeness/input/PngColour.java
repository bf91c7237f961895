package dev.likeness.input;

/**
 * What a PNG's chunks say about its colours. As the format has it (PNG, third edition, 4.3), cICP comes before iCCP, iCCP
 * before sRGB, and sRGB before gAMA and cHRM.
 *
 * @param profile the iCCP chunk, still compressed, or empty
 * @param isSrgb whether there is an sRGB chunk
 * @param gamma the exponent that samples were encoded with, 0 where none is given
 * @param chromaticities x and y of red, green, blue and white, or null
 * @param primaries by its number in ITU-T H.273, table 2; 0 where there is no cICP chunk that is followed
 * @param transfer by its number in ITU-T H.273, table 3
 * @param narrow whether black is 16 and white 235
 */
record PngColour(
        ByteSlice profile,
        boolean isSrgb,
        double gamma,
        double[] chromaticities,
        int primaries,
        int transfer,
        boolean narrow) {

    static final PngColour NONE = new PngColour(ByteSlice.of(new byte[0]), false, 0, null, 0, 0, false);

    /** White of D65, and of the projectors of digital cinema. */
    private static final double[] D65 = {0.3127, 0.3290}, DCI = {0.314, 0.351};

    /** An encoding that differs less than this from that of sRGB is taken for it, as libpng does (PNG_GAMMA_THRESHOLD). */
    private static final double ALIKE = 0.05;

    private static final double SRGB_GAMMA = 2.2;

    PngColour profiled(ByteSlice chunk) {
        return new PngColour(chunk, isSrgb, gamma, chromaticities, primaries, transfer, narrow);
    }

    PngColour srgb() {
        return new PngColour(profile, true, gamma, chromaticities, primaries, transfer, narrow);
    }

    PngColour gamma(ByteSlice chunk) {
        double exponent = chunk.length() == 4 ? chunk.u32(0) / 100_000.0 : 0;
        return new PngColour(profile, isSrgb, exponent, chromaticities, primaries, transfer, narrow);
    }

    /** White comes first in the chunk. */
    PngColour chromaticities(ByteSlice chunk) {
        if (chunk.length() != 32) {
            return this;
        }
        double[] xy = new double[8];
        for (int i = 0; i < 8; i++) {
            xy[(i + 6) % 8] = chunk.u32(4 * i) / 100_000.0;
        }
        return new PngColour(profile, isSrgb, gamma, xy, primaries, transfer, narrow);
    }

    /** One of YCbCr, which PNG cannot hold, and one of unknown numbers says nothing. */
    PngColour coded(ByteSlice chunk) {
        if (chunk.length() != 4 || chunk.u8(2) != 0 || primaries(chunk.u8(0)) == null || !known(chunk.u8(1))) {
            return this;
        }
        return new PngColour(profile, isSrgb, gamma, chromaticities, chunk.u8(0), chunk.u8(1), chunk.u8(3) == 0);
    }

    ColourSpace space() {
        if (primaries != 0) {
            return ColourSpace.of(primaries(primaries), this::light);
        }
        if (profile.length() > 0) {
            return ColourSpace.ofIccp(profile);
        }
        boolean plainCurve = gamma == 0 || Math.abs(gamma * SRGB_GAMMA - 1) <= ALIKE;
        if (isSrgb || plainCurve && chromaticities == null) {
            return ColourSpace.srgb();
        }
        return ColourSpace.of(
                chromaticities == null ? primaries(1) : chromaticities,
                plainCurve ? ColourSpace::srgbLight : sample -> Math.pow(sample, 1 / gamma));
    }

    /** Of grey samples, which have a curve only; a profile of grey is not followed. */
    ColourSpace greySpace() {
        if (primaries != 0) {
            return ColourSpace.of(primaries(1), this::light);
        }
        return profile.length() > 0
                ? ColourSpace.srgb()
                : new PngColour(profile, isSrgb, gamma, null, 0, 0, false).space();
    }

    private static double[] primaries(int number) {
        return switch (number) {
            case 1 -> with(D65, 0.640, 0.330, 0.300, 0.600, 0.150, 0.060);
            case 5 -> with(D65, 0.640, 0.330, 0.290, 0.600, 0.150, 0.060);
            case 6, 7 -> with(D65, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070);
            case 9 -> with(D65, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046);
            case 11 -> with(DCI, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060);
            case 12 -> with(D65, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060);
            default -> null;
        };
    }

    private static double[] with(double[] white, double... xy) {
        return new double[] {xy[0], xy[1], xy[2], xy[3], xy[4], xy[5], white[0], white[1]};
    }

    private static boolean known(int transfer) {
        return switch (transfer) {
            case 1, 4, 5, 6, 8, 13, 14, 15, 16, 17, 18 -> true;
            default -> false;
        };
    }

    /** Linear light of a sample of 0..1 by the functions of H.273, table 3; 1 is white on paper. */
    private double light(double sample) {
        double v = narrow ? Math.max(0, Math.min(1, (sample * 255 - 16) / 219)) : sample;
        return switch (transfer) {
            case 4 -> Math.pow(v, 2.2);
            case 5 -> Math.pow(v, 2.8);
            case 8 -> v;
            case 13 -> ColourSpace.srgbLight(v);
            case 16 -> perceptualQuantizer(v);
            case 17 -> Math.pow(v, 2.6) * 52.37 / 48;
            case 18 -> hybridLogGamma(v);
            default -> v < 0.081 ? v / 4.5 : Math.pow((v + 0.099) / 1.099, 1 / 0.45);
        };
    }

    /** SMPTE ST 2084; white on paper is at 203 of 10,000 cd/m2 (ITU-R BT.2408), and what is brighter is white. */
    private static double perceptualQuantizer(double v) {
        double p = Math.pow(v, 32 / 2523.0);
        double light = Math.pow(Math.max(0, p - 0.8359375) / (18.8515625 - 18.6875 * p), 8192 / 1305.0);
        return Math.min(1, light * 10_000 / 203);
    }

    /** ITU-R BT.2100; white on paper is at three quarters of the signal, on a screen of 1,000 cd/m2 (a gamma of 1.2). */
    private static double hybridLogGamma(double v) {
        return Math.min(1, Math.pow(scene(v) / scene(0.75), 1.2));
    }

    private static double scene(double v) {
        return v <= 0.5 ? v * v / 3 : (Math.exp((v - 0.55991073) / 0.17883277) + 0.28466892) / 12;
    }
}
