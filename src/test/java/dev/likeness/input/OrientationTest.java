package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OrientationTest {

    private static final int WIDTH = 112;
    private static final int HEIGHT = 80;

    static Stream<Arguments> all() {
        return Stream.of(ImageFormat.values()).flatMap(format -> Stream.of(1, 2, 3, 4, 5, 6, 7, 8)
                .flatMap(value -> Stream.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)
                        .map(order -> Arguments.of(format, value, order))));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aPictureStandsAsItsExifSays(ImageFormat format, int value, ByteOrder order) {
        Picture picture = Reading.read(file(format, Fixtures.exif(value, order)));
        BufferedImage image = picture.decode();

        assertThat(picture.width()).isEqualTo(value > 4 ? HEIGHT : WIDTH).isEqualTo(image.getWidth());
        assertThat(picture.height()).isEqualTo(value > 4 ? WIDTH : HEIGHT).isEqualTo(image.getHeight());
        // Where the corners of the stored picture lie in the upright one, after the drawings of the EXIF standard.
        AffineTransform upright = upright(value);
        for (int[] at : new int[][] {{5, 5}, {WIDTH - 6, 5}, {5, HEIGHT - 6}, {WIDTH - 6, HEIGHT - 6}, {30, 20}}) {
            double[] to = {at[0] + 0.5, at[1] + 0.5};
            upright.transform(to, 0, to, 0, 1);
            JpegTest.assertNear(image, (int) to[0], (int) to[1], Fixtures.colour(at[0], at[1], WIDTH, HEIGHT));
        }
    }

    @Test
    void valuesThatExifDoesNotDefineChangeNothing() {
        for (int value : new int[] {0, 9, 255, 65535}) {
            Picture picture = Reading.read(file(ImageFormat.JPEG, Fixtures.exif(value, ByteOrder.BIG_ENDIAN)));
            assertThat(picture.width()).isEqualTo(WIDTH);
        }
    }

    @Test
    void aBrokenExifBlockChangesNothing() {
        byte[] exif = Fixtures.exif(6, ByteOrder.BIG_ENDIAN);
        for (int length = 0; length < exif.length - 6; length++) {
            byte[] cut = java.util.Arrays.copyOf(exif, length);
            assertThat(Reading.read(file(ImageFormat.PNG, cut)).width()).isEqualTo(WIDTH);
        }
        exif[4] = (byte) 0xff;
        assertThat(Reading.read(file(ImageFormat.JPEG, exif)).width()).isEqualTo(WIDTH);
    }

    @Test
    void aPngMayHaveItsExifBehindThePicture() {
        byte[] file = new Pngs(WIDTH, HEIGHT, 8, 2)
                .withLate("eXIf", Fixtures.exif(6, ByteOrder.BIG_ENDIAN))
                .file((x, y, c) -> 1);

        assertThat(Reading.read(file).width()).isEqualTo(HEIGHT);
    }

    private static byte[] file(ImageFormat format, byte[] exif) {
        return switch (format) {
            case PNG ->
                new Pngs(WIDTH, HEIGHT, 8, 2)
                        .with("eXIf", exif)
                        .file((x, y, c) -> Fixtures.colour(x, y, WIDTH, HEIGHT) >> 16 - 8 * c & 0xff);
            case JPEG -> Fixtures.withExif(Fixtures.jpeg(WIDTH, HEIGHT), exif);
            case WEBP ->
                Fixtures.extended(Fixtures.webp(WIDTH, HEIGHT), WIDTH, HEIGHT, Fixtures.riffChunk("EXIF", exif));
        };
    }

    private static AffineTransform upright(int value) {
        double w = WIDTH;
        double h = HEIGHT;
        return switch (value) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, w);
            default -> new AffineTransform();
        };
    }
}
