package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a PNG says about its colours and its orientation without a profile and without eXIf. */
class PngColourTest {

    private static final int[] SKIN = {0xc0, 0x80, 0x60};

    private static byte[] gamma(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /** White comes first. */
    private static byte[] chromaticities(int... values) {
        ByteBuffer chunk = ByteBuffer.allocate(32);
        for (int value : values) {
            chunk.putInt(value);
        }
        return chunk.array();
    }

    private static final byte[] P3 = chromaticities(31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000);

    private static byte[] rgb(Object... chunks) {
        Pngs png = new Pngs(64, 64, 8, 2);
        for (int i = 0; i < chunks.length; i += 2) {
            png = png.with((String) chunks[i], (byte[]) chunks[i + 1]);
        }
        return png.file((x, y, c) -> SKIN[c]);
    }

    private static int p3() {
        int[] colour = {0xc08060};
        ColourSpace.ofIcc(ByteSlice.of(ColourSpaceTest.displayP3())).toSrgb(colour, 1);
        return colour[0];
    }

    private static void assertColour(byte[] png, int rgb) {
        int actual = Reading.decode(png).getRGB(20, 20);
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat(actual >> shift & 0xff)
                    .as("%06x, expected %06x", actual & 0xffffff, rgb)
                    .isBetween((rgb >> shift & 0xff) - 2, (rgb >> shift & 0xff) + 2);
        }
    }

    @ParameterizedTest
    @CsvSource({"100000", "55000", "30000"})
    void samplesAreEncodedAsGammaSays(int gamma) {
        int expected = 0;
        for (int sample : SKIN) {
            expected = expected << 8 | srgb(Math.pow(sample / 255.0, 100_000.0 / gamma));
        }
        assertColour(rgb("gAMA", gamma(gamma)), expected);
        int grey = srgb(Math.pow(90 / 255.0, 100_000.0 / gamma)) * 0x010101;
        assertColour(new Pngs(64, 64, 8, 0).with("gAMA", gamma(gamma)).file((x, y, c) -> 90), grey);
        assertColour(new Pngs(64, 64, 8, 4).with("gAMA", gamma(gamma)).file((x, y, c) -> c == 0 ? 90 : 255), grey);
        assertColour(
                new Pngs(64, 64, 8, 3)
                        .with("gAMA", gamma(gamma))
                        .with("PLTE", new byte[] {90, 90, 90})
                        .file((x, y, c) -> 0),
                grey);
    }

    private static int srgb(double light) {
        return (int) Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055));
    }

    @ParameterizedTest
    @ValueSource(ints = {45455, 45454, 45000, 0})
    void theGammaOfSrgbChangesNothing(int gamma) {
        Picture picture = Reading.read(rgb("gAMA", gamma(gamma)));

        assertThat(picture.decode().getRGB(9, 9)).isEqualTo(0xffc08060);
        assertThat(picture.upright().file()).isSameAs(picture.encoded());
    }

    @Test
    void chromaticitiesAreFollowed() {
        assertColour(rgb("gAMA", gamma(45455), "cHRM", P3), p3());
        assertColour(rgb("cHRM", P3), p3());
        assertColour(rgb("cHRM", chromaticities(31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)), 0xc08060);
    }

    @Test
    void anSrgbChunkComesBeforeGammaAndChromaticities() {
        assertColour(rgb("sRGB", new byte[1], "gAMA", gamma(100_000), "cHRM", P3), 0xc08060);
    }

    @Test
    void codedColoursComeBeforeEverythingElse() {
        assertColour(rgb("cICP", new byte[] {12, 13, 0, 1}), p3());
        assertColour(rgb("cICP", new byte[] {12, 13, 0, 1}, "sRGB", new byte[1]), p3());
        assertColour(rgb("cICP", new byte[] {1, 13, 0, 1}, "gAMA", gamma(100_000)), 0xc08060);
        // YCbCr, and numbers that no table has, say nothing.
        assertColour(rgb("cICP", new byte[] {12, 13, 1, 1}), 0xc08060);
        assertColour(rgb("cICP", new byte[] {99, 13, 0, 1}), 0xc08060);
        assertColour(rgb("cICP", new byte[] {12, 99, 0, 1}), 0xc08060);
    }

    /** 58 % of PQ's signal, and 75 % of HLG's, are white on paper (ITU-R BT.2408); black is black. */
    @Test
    void whiteOnPaperIsWhiteInHighDynamicRange() {
        for (int[] white : new int[][] {{16, 148}, {18, 191}}) {
            byte[] coded = {9, (byte) white[0], 0, 1};
            assertColour(new Pngs(64, 64, 8, 2).with("cICP", coded).file((x, y, c) -> white[1]), 0xffffff);
            assertColour(new Pngs(64, 64, 8, 2).with("cICP", coded).file((x, y, c) -> 0), 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 0 0 0", "64000 33000 64000 33000", "31270 0 64000 33000"})
    void chromaticitiesThatSpanNoColoursChangeNothing(String values) {
        int[] repeated = new int[8];
        String[] words = values.split(" ");
        for (int i = 0; i < 8; i++) {
            repeated[i] = Integer.parseInt(words[i % words.length]);
        }
        assertColour(rgb("cHRM", chromaticities(repeated)), 0xc08060);
    }

    @ParameterizedTest
    @CsvSource({"exif, tEXt", "exif, zTXt", "APP1, tEXt", "APP1, zTXt"})
    void theOrientationIsReadFromImageMagicksText(String name, String chunk) {
        byte[] exif =
                Fixtures.joined("Exif\0\0".getBytes(StandardCharsets.US_ASCII), Fixtures.exif(6, ByteOrder.BIG_ENDIAN));
        String text = "\n" + name + "\n      " + exif.length + "\n"
                + HexFormat.of().formatHex(exif).replaceAll("(.{20})", "$1\n") + "\n";
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        byte[] keyword = ("Raw profile type " + name + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] data = chunk.equals("tEXt")
                ? Fixtures.joined(keyword, bytes)
                : Fixtures.joined(keyword, new byte[1], Pngs.deflated(bytes));

        for (boolean late : new boolean[] {false, true}) {
            Pngs png = new Pngs(90, 70, 8, 2);
            byte[] file = (late ? png.withLate(chunk, data) : png.with(chunk, data)).file((x, y, c) -> x);
            Picture picture = Reading.read(file);

            assertThat(picture.width()).isEqualTo(70);
            assertThat(picture.height()).isEqualTo(90);
            assertThat(Reading.read(picture.withoutMetadata()).width()).isEqualTo(70);
        }
        // eXIf is the standard's own place.
        byte[] both = new Pngs(90, 70, 8, 2)
                .with(chunk, data)
                .with("eXIf", Fixtures.exif(1, ByteOrder.BIG_ENDIAN))
                .file((x, y, c) -> x);
        assertThat(Reading.read(both).width()).isEqualTo(90);
    }

    @Test
    void textsThatAreNoExifDataChangeNothing() {
        for (String text :
                new String[] {"", "\n", "\nexif\n", "\nexif\n 8\n4d4d", "\nexif\n 4\nzzzz", "\nxmp\n 6\n3c783a"}) {
            byte[] keyword = "Raw profile type exif\0".getBytes(StandardCharsets.US_ASCII);
            byte[] data = Fixtures.joined(keyword, text.getBytes(StandardCharsets.US_ASCII));
            byte[] file =
                    new Pngs(90, 70, 8, 2).with("tEXt", data).with("zTXt", data).file((x, y, c) -> x);

            assertThat(Reading.read(file).width()).isEqualTo(90);
        }
    }
}
