package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColourSpaceTest {

    /** Display P3's primaries relative to D50, and the sRGB curve, as phones embed them (parametric, function 3). */
    static byte[] displayP3() {
        double[][] primaries = {{0.51512, 0.24120, -0.00105}, {0.29198, 0.69225, 0.04189}, {0.15710, 0.06657, 0.78407}};
        String[] names = {"rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"};
        ByteBuffer profile = ByteBuffer.allocate(132 + 12 * 6 + 3 * 20 + 32);
        profile.put(16, "RGB XYZ ".getBytes(StandardCharsets.US_ASCII));
        profile.put(36, "acsp".getBytes(StandardCharsets.US_ASCII));
        profile.putInt(128, 6);
        int data = 132 + 72;
        for (int i = 0; i < 6; i++) {
            profile.put(132 + 12 * i, names[i].getBytes(StandardCharsets.US_ASCII));
            profile.putInt(136 + 12 * i, i < 3 ? data + 20 * i : data + 60);
            profile.putInt(140 + 12 * i, i < 3 ? 20 : 32);
        }
        for (int i = 0; i < 3; i++) {
            profile.put(data + 20 * i, "XYZ ".getBytes(StandardCharsets.US_ASCII));
            for (int k = 0; k < 3; k++) {
                profile.putInt(data + 20 * i + 8 + 4 * k, (int) Math.round(primaries[i][k] * 65536));
            }
        }
        profile.put(data + 60, "para".getBytes(StandardCharsets.US_ASCII));
        profile.putShort(data + 68, (short) 3);
        double[] curve = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
        for (int k = 0; k < 5; k++) {
            profile.putInt(data + 72 + 4 * k, (int) Math.round(curve[k] * 65536));
        }
        return profile.array();
    }

    @Test
    void aPhonesWideColoursBecomeSrgb() {
        // Published pairs: these colours of Display P3 are these of sRGB; the last lies outside and is clipped.
        int[] colours = {0xffffff, 0x000000, 0x808080, 0xea3323, 0xff0000};
        ColourSpace.ofIcc(ByteSlice.of(displayP3())).toSrgb(colours, colours.length);

        assertNear(colours[0], 0xffffff);
        assertNear(colours[1], 0x000000);
        assertNear(colours[2], 0x808080);
        assertNear(colours[3], 0xff0000);
        assertNear(colours[4], 0xff0000);
    }

    @Test
    void everyLevelIsWithinOneOfWhatTheProfileSays() {
        byte[] samples = new byte[3 * 4 * 256];
        for (int level = 0; level < 256; level++) {
            byte v = (byte) level;
            byte[] four = {v, v, v, v, 100, 90, 120, v, (byte) 140, 110, (byte) 160, v};
            System.arraycopy(four, 0, samples, level * four.length, four.length);
        }
        int[] colours = new int[4 * 256];
        ColourSpace.ofIcc(ByteSlice.of(displayP3())).toSrgb(samples, 0, colours);

        for (int i = 0; i < colours.length; i++) {
            double[] exact = ofDisplayP3(samples[3 * i] & 0xff, samples[3 * i + 1] & 0xff, samples[3 * i + 2] & 0xff);
            for (int k = 0; k < 3; k++) {
                assertThat((double) (colours[i] >> 16 - 8 * k & 0xff))
                        .as("%06x, channel %d", colours[i], k)
                        .isCloseTo(exact[k], within(1.0));
            }
        }
    }

    @Test
    void samplesAndWholeColoursTakeTheSameWay() {
        byte[] samples = new byte[3 * 5000];
        new Random(4).nextBytes(samples);
        int[] colours = new int[5000];
        ColourSpace.srgb().toSrgb(samples, 0, colours);
        assertThat(colours[7] >> 8).isEqualTo((samples[21] & 0xff) << 8 | samples[22] & 0xff);
        int[] converted = new int[5000];
        ColourSpace p3 = ColourSpace.ofIcc(ByteSlice.of(displayP3()));

        p3.toSrgb(samples, 0, converted);
        p3.toSrgb(colours, colours.length);

        assertThat(converted).isEqualTo(colours);
    }

    /** By Display P3's own matrix to sRGB, which knows nothing of profiles: unrounded codes, each in 0..255. */
    private static double[] ofDisplayP3(int... rgb) {
        double[][] toSrgb = {{1.224940, -0.224940, 0}, {-0.042057, 1.042057, 0}, {-0.019638, -0.078636, 1.098274}};
        double[] codes = new double[3];
        for (int to = 0; to < 3; to++) {
            double light = 0;
            for (int from = 0; from < 3; from++) {
                double code = rgb[from] / 255.0;
                light += toSrgb[to][from] * (code <= 0.04045 ? code / 12.92 : Math.pow((code + 0.055) / 1.055, 2.4));
            }
            double bounded = Math.max(0, Math.min(1, light));
            codes[to] = 255 * (bounded <= 0.0031308 ? 12.92 * bounded : 1.055 * Math.pow(bounded, 1 / 2.4) - 0.055);
        }
        return codes;
    }

    @Test
    void theProfileIsFollowedInEveryFormat() {
        byte[] p3 = displayP3();
        byte[] icc = Fixtures.joined("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1), p3);
        java.awt.image.BufferedImage red =
                new java.awt.image.BufferedImage(64, 64, java.awt.image.BufferedImage.TYPE_INT_RGB);
        int[] pixels = new int[64 * 64];
        Arrays.fill(pixels, 0xc08060);
        red.setRGB(0, 0, 64, 64, pixels, 0, 64);
        int[] expected = {0xc08060};
        ColourSpace.ofIcc(ByteSlice.of(p3)).toSrgb(expected, 1);
        assertThat(expected[0]).isNotEqualTo(0xc08060);

        byte[] png = new Pngs(64, 64, 8, 6)
                .with("iCCP", Fixtures.joined(new byte[] {'p', 0, 0}, Pngs.deflated(p3)))
                .file((x, y, c) -> new int[] {0xc0, 0x80, 0x60, 255}[c]);
        byte[] palette = new Pngs(64, 64, 8, 3)
                .with("iCCP", Fixtures.joined(new byte[] {'p', 0, 0}, Pngs.deflated(p3)))
                .with("PLTE", new byte[] {(byte) 0xc0, (byte) 0x80, 0x60})
                .file((x, y, c) -> 0);
        JpegTest.assertNear(Reading.decode(png), 9, 9, expected[0]);
        JpegTest.assertNear(Reading.decode(palette), 9, 9, expected[0]);
        JpegTest.assertNear(
                Reading.decode(Fixtures.withSegment(Fixtures.jpeg(red, false), 0xe2, icc)), 9, 9, expected[0]);
        JpegTest.assertNear(
                Reading.decode(Fixtures.extended(Fixtures.webp(red, true), 64, 64, Fixtures.riffChunk("ICCP", p3))),
                9,
                9,
                expected[0]);
    }

    @Test
    void theProfileOfSrgbChangesNothing() {
        byte[] srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();

        assertThat(ColourSpace.ofIcc(ByteSlice.of(srgb))).isSameAs(ColourSpace.srgb());
    }

    /** Callers do not see it: the picture is then read as sRGB. */
    @ParameterizedTest
    @CsvSource({
        "16, the file is damaged (a profile that is not of primaries and curves)",
        "132, the file is damaged (a profile without rXYZ)",
        "168, the file is damaged (a profile without rTRC)",
        "264, the file is damaged (a profile's curve)",
    })
    void aProfileIsRefusedForWhatIsWrongWithIt(int at, String what) {
        byte[] profile = displayP3();
        profile[at] = 'x';

        assertThatThrownBy(() -> ColourSpace.read(ByteSlice.of(profile)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(what);
        assertThat(ColourSpace.ofIcc(ByteSlice.of(profile))).isSameAs(ColourSpace.srgb());
    }

    @Test
    void aBrokenProfileChangesNothingOrSomethingButNeverFails() {
        Random random = new Random(3);
        for (int round = 0; round < 3000; round++) {
            byte[] profile = displayP3();
            for (int i = 0; i < 3; i++) {
                profile[random.nextInt(profile.length)] = (byte) random.nextInt();
            }
            int[] colours = {0, 0x123456, 0xffffff};
            ColourSpace.ofIcc(new ByteSlice(profile, 0, random.nextInt(profile.length)))
                    .toSrgb(colours, 3);
            ColourSpace.ofIcc(ByteSlice.of(profile)).toSrgb(colours, 3);
            assertThat(Arrays.stream(colours)).allMatch(c -> c >>> 24 == 0);
        }
    }

    private static void assertNear(int actual, int expected) {
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat(actual >> shift & 0xff)
                    .as("%06x for %06x", actual, expected)
                    .isCloseTo(expected >> shift & 0xff, org.assertj.core.data.Offset.offset(2));
        }
    }
}
