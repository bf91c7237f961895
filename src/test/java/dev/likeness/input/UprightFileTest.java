package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UprightFileTest {

    private static final int WIDTH = 90;
    private static final int HEIGHT = 70;

    static Stream<Arguments> plain() {
        return Stream.of(
                Arguments.of("RGB PNG", ImageFormat.PNG, Fixtures.png(WIDTH, HEIGHT)),
                Arguments.of("grey PNG", ImageFormat.PNG, new Pngs(WIDTH, HEIGHT, 8, 0).file((x, y, c) -> 2 * x)),
                Arguments.of("JPEG", ImageFormat.JPEG, Fixtures.jpeg(WIDTH, HEIGHT)),
                Arguments.of(
                        "progressive JPEG", ImageFormat.JPEG, Fixtures.jpeg(Fixtures.picture(WIDTH, HEIGHT), true)));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void aPlainFileIsHandedOnAsItWasSent(String name, ImageFormat format, byte[] file) {
        UprightFile upright = Reading.read(file).upright();

        assertThat(upright.file()).isSameAs(file);
        assertThat(upright.format()).isEqualTo(format);
        assertThat(upright.width()).isEqualTo(WIDTH);
        assertThat(upright.height()).isEqualTo(HEIGHT);
    }

    static Stream<Arguments> special() {
        return Stream.of(
                Arguments.of(
                        "turned JPEG",
                        Fixtures.withExif(Fixtures.jpeg(WIDTH, HEIGHT), Fixtures.exif(6, ByteOrder.BIG_ENDIAN))),
                Arguments.of("PNG with alpha", new Pngs(WIDTH, HEIGHT, 8, 6).file((x, y, c) -> 3 * (c < 3 ? x : y))),
                Arguments.of("16-bit PNG", new Pngs(WIDTH, HEIGHT, 16, 2).file((x, y, c) -> 700 * x)),
                Arguments.of("CMYK JPEG", Fixtures.jpeg(WIDTH, HEIGHT, 4, new int[] {200, 40, 90, 220})),
                Arguments.of("WebP", Fixtures.webp(WIDTH, HEIGHT)));
    }

    @ParameterizedTest
    @MethodSource("special")
    void anyOtherFileBecomesAPngOfThePixelsThatAreMeant(String name, byte[] file) {
        Picture picture = Reading.read(file);
        UprightFile upright = picture.upright();

        assertThat(upright.format()).isEqualTo(ImageFormat.PNG);
        assertThat(upright.width()).isEqualTo(picture.width());
        assertThat(upright.height()).isEqualTo(picture.height());
        assertSame(Reading.decode(upright.file()), picture.decode());
        assertThat(Reading.read(upright.file()).upright().file()).isSameAs(upright.file());
    }

    @Test
    void aHugePictureThatIsDecodedIsShrunkToWhatModelsSee() {
        UprightFile upright =
                Reading.read(Fixtures.webp(Fixtures.picture(4200, 300), true)).upright();

        assertThat(upright.width()).isEqualTo(2100);
        assertThat(upright.height()).isEqualTo(150);
    }

    @Test
    void otherProgramsReadTheWrittenPng() throws IOException {
        Random random = new Random(4);
        for (int[] size : new int[][] {{1, 1}, {1, 900}, {257, 3}, {640, 480}}) {
            int[] rgb = random.ints((long) size[0] * size[1], 0, 1 << 24).toArray();
            BufferedImage read = ImageIO.read(new ByteArrayInputStream(PngWriter.write(rgb, size[0], size[1])));

            assertThat(read.getWidth()).isEqualTo(size[0]);
            assertThat(read.getHeight()).isEqualTo(size[1]);
            for (int i = 0; i < rgb.length; i++) {
                assertThat(read.getRGB(i % size[0], i / size[0]) & 0xffffff).isEqualTo(rgb[i]);
            }
        }
    }

    static void assertSame(BufferedImage actual, BufferedImage expected) {
        assertThat(actual.getRGB(0, 0, actual.getWidth(), actual.getHeight(), null, 0, actual.getWidth()))
                .isEqualTo(
                        expected.getRGB(0, 0, expected.getWidth(), expected.getHeight(), null, 0, expected.getWidth()));
    }
}
