package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
    void everyFactorthColumnAndRowIsKept(String name, byte[] file, int factor) {
        Picture picture = Reading.read(file);
        BufferedImage whole = picture.decode();
        BufferedImage shrunk = picture.decode(factor);

        assertThat(shrunk.getWidth()).isEqualTo((WIDTH + factor - 1) / factor);
        assertThat(shrunk.getHeight()).isEqualTo((HEIGHT + factor - 1) / factor);
        for (int y = 0; y < shrunk.getHeight(); y++) {
            for (int x = 0; x < shrunk.getWidth(); x++) {
                assertThat(shrunk.getRGB(x, y)).isEqualTo(whole.getRGB(x * factor, y * factor));
            }
        }
    }

    @Test
    void aTurnedPictureIsShrunkUpright() {
        byte[] file = Fixtures.withExif(Fixtures.jpeg(WIDTH, HEIGHT), Fixtures.exif(6, ByteOrder.BIG_ENDIAN));
        Picture picture = Reading.read(file);
        BufferedImage whole = picture.decode();
        BufferedImage shrunk = picture.decode(4);

        assertThat(shrunk.getWidth()).isEqualTo((HEIGHT + 3) / 4);
        assertThat(shrunk.getHeight()).isEqualTo((WIDTH + 3) / 4);
        for (int y = 2; y < shrunk.getHeight() - 2; y += 5) {
            for (int x = 2; x < shrunk.getWidth() - 2; x += 5) {
                // Turned, the kept column may be any of the four that it stands for.
                JpegTest.assertNear(shrunk, x, y, whole.getRGB(x * 4 + 1, y * 4 + 1));
            }
        }
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
