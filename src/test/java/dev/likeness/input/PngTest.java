package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PngTest {

    /** Odd, so that every Adam7 pass has a ragged edge and packed rows end inside a byte. */
    private static final int WIDTH = 77;

    private static final int HEIGHT = 67;

    static Stream<Arguments> kinds() {
        int[][] kinds = {{0, 1}, {0, 2}, {0, 4}, {0, 8}, {0, 16}, {2, 8}, {2, 16}, {4, 8}, {4, 16}, {6, 8}, {6, 16}};
        return Arrays.stream(kinds)
                .flatMap(kind -> Stream.of(false, true).map(laced -> Arguments.of(kind[0], kind[1], laced)));
    }

    @ParameterizedTest(name = "colour type {0}, {1} bits, interlaced {2}")
    @MethodSource("kinds")
    void everyKindIsDecodedOnWhite(int type, int depth, boolean interlaced) {
        Pngs png = new Pngs(WIDTH, HEIGHT, depth, type);
        png.interlaced = interlaced;
        int most = (1 << depth) - 1;
        boolean alpha = type >= 4;
        int colours = type == 2 || type == 6 ? 3 : 1;
        Pngs.Samples samples = (x, y, c) -> (x * 31 + y * 17 + c * 57 + x * y) * 7919 % (most + 1);

        BufferedImage image = Reading.decode(png.file(samples));

        assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double opacity = alpha ? Math.round(255.0 * samples.at(x, y, colours) / most) / 255.0 : 1;
                for (int c = 0; c < 3; c++) {
                    double value = Math.round(255.0 * samples.at(x, y, Math.min(c, colours - 1)) / most);
                    assertThat((double) (image.getRGB(x, y) >> 16 - 8 * c & 0xff))
                            .as("channel %d at %d,%d", c, x, y)
                            .isCloseTo(value * opacity + 255 * (1 - opacity), within(depth < 8 ? 1 : 0.51));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paletteDepths")
    void paletteColoursAreTakenWithTheirTransparency(int depth, boolean interlaced) {
        byte[] palette = new byte[3 << depth];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = (byte) (i * 41);
        }
        Pngs png = new Pngs(WIDTH, HEIGHT, depth, 3).with("PLTE", palette).with("tRNS", new byte[] {0, (byte) 255});
        png.interlaced = interlaced;

        BufferedImage image = Reading.decode(png.file((x, y, c) -> (x + y) % (1 << depth)));

        assertThat(image.getRGB(0, 0)).isEqualTo(0xffffffff);
        assertThat(image.getRGB(1, 0)).isEqualTo(0xff000000 | 3 * 41 << 16 | 4 * 41 << 8 | 5 * 41);
        if (depth > 1) {
            assertThat(image.getRGB(0, 2))
                    .isEqualTo(0xff000000 | 6 * 41 << 16 | (7 * 41 & 0xff) << 8 | (8 * 41 & 0xff));
        }
    }

    static Stream<Arguments> paletteDepths() {
        return Stream.of(1, 2, 4, 8).flatMap(d -> Stream.of(Arguments.of(d, false), Arguments.of(d, true)));
    }

    @Test
    void theTransparentColourOfPicturesWithoutAlphaBecomesWhiteAtItsFullDepth() {
        byte[] key = {0x12, 0x34, 0x56, 0x78, 0x01, 0x02};
        byte[] file = new Pngs(64, 64, 16, 2)
                .with("tRNS", key)
                .file((x, y, c) -> new int[] {0x1234, 0x5678, 0x0102}[c] + (x == 0 ? 0 : 1));

        BufferedImage image = Reading.decode(file);

        assertThat(image.getRGB(0, 5)).isEqualTo(0xffffffff);
        assertThat(image.getRGB(1, 5)).isEqualTo(0xff125601);
        byte[] grey = new Pngs(64, 64, 2, 0).with("tRNS", new byte[] {0, 1}).file((x, y, c) -> x == 0 ? 1 : 0);
        assertThat(Reading.decode(grey).getRGB(0, 0)).isEqualTo(0xffffffff);
        assertThat(Reading.decode(grey).getRGB(1, 0)).isEqualTo(0xff000000);
    }

    @Test
    void dataMayBeCutIntoTinyAndEmptyChunks() {
        Pngs png = new Pngs(70, 70, 8, 2);
        png.piece = 1;
        byte[] file = png.with("IDAT", new byte[0]).file((x, y, c) -> x + y + c);

        assertThat(Reading.decode(file).getRGB(3, 4)).isEqualTo(0xff070809);
    }

    @Test
    void anAnimatedPictureCountsAsItsDefaultImage() {
        byte[] file = new Pngs(70, 70, 8, 2)
                .with("acTL", new byte[] {0, 0, 0, 2, 0, 0, 0, 0})
                .withLate("fdAT", new byte[40])
                .file((x, y, c) -> 77);

        assertThat(Reading.decode(file).getRGB(9, 9)).isEqualTo(0xff4d4d4d);
    }

    @Test
    void ancillaryChunksMayBeDamagedAndCriticalOnesMayNot() {
        byte[] ancillary = new Pngs(70, 70, 8, 2).with("tEXt", new byte[20]).file((x, y, c) -> 9);
        ancillary[PngFile.SIGNATURE.length() + 25 + 12]++;
        assertThat(Reading.refusal(ancillary)).isEmpty();

        byte[] critical = Fixtures.png(70, 70);
        critical[critical.length - 20]++;
        assertThat(Reading.refusal(critical))
                .hasValueSatisfying(why -> assertThat(why).contains("check sum"));
    }

    @Test
    void dataThatEndsBeforeTheLastRowIsRefusedWhenDecoded() {
        Pngs png = new Pngs(70, 70, 8, 2);
        byte[] rows = png.rows((x, y, c) -> 5);
        byte[] short1 = png.around(Pngs.deflated(Arrays.copyOf(rows, rows.length - 1)));
        byte[] whole = Pngs.deflated(rows);
        byte[] cut = png.around(Arrays.copyOf(whole, whole.length / 2));

        assertThat(Reading.decodingRefusal(short1)).isPresent();
        assertThat(Reading.decodingRefusal(cut)).isPresent();
    }

    @Test
    void dataWithAWrongCheckSumIsRefusedWhenDecoded() {
        Pngs png = new Pngs(70, 70, 8, 2);
        byte[] data = Pngs.deflated(png.rows((x, y, c) -> 5));
        data[data.length - 1]++;

        assertThat(Reading.decodingRefusal(png.around(data))).isPresent();
    }

    private static org.assertj.core.data.Offset<Double> within(double most) {
        return org.assertj.core.data.Offset.offset(most);
    }
}
