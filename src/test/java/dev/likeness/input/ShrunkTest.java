package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShrunkTest {

    private static final int WIDTH = 203;
    private static final int HEIGHT = 130;

    static Stream<Arguments> all() {
        return Stream.of(2, 3, 7)
                .flatMap(factor -> Stream.of(
                        Arguments.of("png", Fixtures.png(WIDTH, HEIGHT), factor),
                        Arguments.of("jpeg", Fixtures.jpeg(WIDTH, HEIGHT), factor),
                        Arguments.of("progressive", Fixtures.jpeg(Fixtures.picture(WIDTH, HEIGHT), true), factor),
                        Arguments.of("webp", Fixtures.webp(WIDTH, HEIGHT), factor)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void eachPixelIsTheMeanOfItsBox(String name, byte[] file, int factor) {
        assertMeans(file, factor);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void boxesBeginAtTheTopLeftHoweverThePictureStands(int orientation) {
        byte[] exif = Fixtures.exif(orientation, ByteOrder.BIG_ENDIAN);
        for (int factor : new int[] {2, 3, 7}) {
            assertMeans(Fixtures.withExif(Fixtures.jpeg(noisy(), false), exif), factor);
            assertMeans(png(exif, false), factor);
            assertMeans(png(exif, true), factor);
        }
    }

    /** Fine stripes that are point-sampled come out black or white; their mean is grey. */
    @Test
    void aFinePatternBecomesItsMean() {
        byte[] png = Pngs.of(400, 400, (x, y, c) -> (x + y) % 2 * 255);
        byte[] jpeg = Fixtures.jpeg(Reading.decode(png), false);
        byte[] webp = Fixtures.webp(Reading.decode(png), true);

        for (byte[] file : new byte[][] {png, jpeg, webp}) {
            BufferedImage shrunk = Reading.read(file).decode(4);
            for (int i = 0; i < 100 * 100; i++) {
                JpegTest.assertNear(shrunk, i % 100, i / 100, 0x808080);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void greyAndCmykAreShrunkLikeTheRest(int components) {
        int[] sample = components == 1 ? new int[] {200} : new int[] {200, 40, 90, 220};
        int[] other = components == 1 ? new int[] {10} : new int[] {5, 240, 60, 250};
        assertMeans(Fixtures.jpeg(WIDTH, HEIGHT, components, sample, other, sample), 5);
    }

    private static byte[] png(byte[] exif, boolean interlaced) {
        BufferedImage noisy = noisy();
        Pngs png = new Pngs(WIDTH, HEIGHT, 8, 2).with("eXIf", exif);
        return (interlaced ? png.interlaced() : png).file((x, y, c) -> noisy.getRGB(x, y) >> 16 - 8 * c & 0xff);
    }

    private static BufferedImage noisy() {
        BufferedImage picture = Fixtures.picture(WIDTH, HEIGHT);
        Random random = new Random(3);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            picture.setRGB(
                    i % WIDTH, i / WIDTH, picture.getRGB(i % WIDTH, i / WIDTH) ^ random.nextInt(0x40) * 0x010101);
        }
        return picture;
    }

    private static void assertMeans(byte[] file, int factor) {
        Picture picture = Reading.read(file);
        BufferedImage whole = picture.decode();
        BufferedImage shrunk = picture.decode(factor);

        assertThat(shrunk.getWidth()).isEqualTo((picture.width() + factor - 1) / factor);
        assertThat(shrunk.getHeight()).isEqualTo((picture.height() + factor - 1) / factor);
        for (int y = 0; y < shrunk.getHeight(); y++) {
            for (int x = 0; x < shrunk.getWidth(); x++) {
                assertThat(shrunk.getRGB(x, y))
                        .as("%d, %d", x, y)
                        .isEqualTo(mean(whole, x * factor, y * factor, factor));
            }
        }
    }

    private static int mean(BufferedImage image, int left, int top, int side) {
        int width = Math.min(side, image.getWidth() - left), height = Math.min(side, image.getHeight() - top);
        int rgb = 0xff;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int sum = 0;
            for (int i = 0; i < width * height; i++) {
                sum += image.getRGB(left + i % width, top + i / width) >> shift & 0xff;
            }
            rgb = rgb << 8 | (int) Math.round(Math.floor((sum + width * height / 2) / (double) (width * height)));
        }
        return rgb;
    }

    @Test
    void theFactorLeavesTheDetailThatIsAskedFor() {
        Picture picture = Reading.read(Fixtures.png(WIDTH, HEIGHT));

        assertThat(picture.factorFor(2048)).isEqualTo(1);
        assertThat(picture.factorFor(203)).isEqualTo(1);
        assertThat(picture.factorFor(101)).isEqualTo(2);
        assertThat(picture.factorFor(64)).isEqualTo(3);
    }
}
