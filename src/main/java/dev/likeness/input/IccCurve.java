package dev.likeness.input;

/** The tone curve of one channel in an ICC profile: from a code of 0..255 to linear light of 0..1. */
final class IccCurve {

    private IccCurve() {}

    static float[] read(ByteSlice tag) {
        float[] curve = new float[256];
        if (tag.has(0, "curv")) {
            sampled(tag, curve);
        } else if (tag.has(0, "para")) {
            parametric(tag, curve);
        } else {
            throw Refusal.damaged("a profile's curve");
        }
        return curve;
    }

    /** A number with 16 bits before the point, sign included, and 16 after it. */
    static double fixed(ByteSlice tag, int at) {
        return (int) tag.u32(at) / 65536.0;
    }

    /** No entry is the identity, one is a gamma with 8 bits after the point, more are a table (ICC.1, 10.6). */
    private static void sampled(ByteSlice tag, float[] curve) {
        long entries = tag.u32(8);
        if (entries > 4096) {
            throw Refusal.damaged("a profile's curve");
        }
        for (int i = 0; i < 256; i++) {
            double x = i / 255.0;
            if (entries == 0) {
                curve[i] = (float) x;
            } else if (entries == 1) {
                curve[i] = (float) Math.pow(x, tag.u16(12) / 256.0);
            } else {
                double at = x * (entries - 1);
                int low = (int) Math.min(at, entries - 2);
                double part = at - low;
                curve[i] = (float) ((tag.u16(12 + 2 * low) * (1 - part) + tag.u16(14 + 2 * low) * part) / 65535);
            }
        }
    }

    /** The five functions of ICC.1, 10.18: a power above a break, a line below it. */
    private static void parametric(ByteSlice tag, float[] curve) {
        int function = tag.u16(8);
        int[] parameters = {1, 3, 4, 5, 7};
        if (function >= parameters.length) {
            throw Refusal.damaged("a profile's curve");
        }
        double[] p = new double[7];
        p[1] = 1;
        for (int i = 0; i < parameters[function]; i++) {
            p[i] = fixed(tag, 12 + 4 * i);
        }
        double g = p[0];
        double a = p[1];
        double b = p[2];
        // Functions 1 and 2 break where the power's base reaches zero; 2 adds its fourth parameter on both sides.
        double breakAt = function == 0 ? 0 : function <= 2 ? -b / a : p[4];
        double slope = function >= 3 ? p[3] : 0;
        double above = function == 2 ? p[3] : function == 4 ? p[5] : 0;
        double below = function == 2 ? p[3] : function == 4 ? p[6] : 0;
        for (int i = 0; i < 256; i++) {
            double x = i / 255.0;
            double y = x >= breakAt ? Math.pow(Math.max(0, a * x + b), g) + above : slope * x + below;
            if (Double.isNaN(y)) {
                throw Refusal.damaged("a profile's curve");
            }
            curve[i] = (float) Math.max(0, Math.min(1, y));
        }
    }
}
