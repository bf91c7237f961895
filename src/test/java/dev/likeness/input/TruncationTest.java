package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TruncationTest {

    static Stream<Arguments> files() {
        BufferedImage picture = noisy();
        return Stream.of(
                Arguments.of("png", Pngs.of(96, 80, (x, y, c) -> picture.getRGB(x, y) >> 8 * c & 0xff)),
                Arguments.of(
                        "interlaced png", new Pngs(96, 80, 16, 6).interlaced().file((x, y, c) -> x * 300 + c)),
                Arguments.of("jpeg", Fixtures.jpeg(picture, false)),
                Arguments.of("progressive jpeg", Fixtures.jpeg(picture, true)),
                Arguments.of("lossy webp", Fixtures.webp(picture, false)),
                Arguments.of("lossless webp", Fixtures.webp(picture, true)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void aFileCutAnywhereIsRefusedBeforeItIsDecoded(String kind, byte[] file) {
        assertThat(Reading.decodingRefusal(file)).isEmpty();
        // A JPEG whose picture data is all there lacks nothing without its end marker.
        int needed = kind.contains("jpeg") ? file.length - 2 : file.length;
        for (int length = 0; length < needed; length += length < 400 || length > needed - 400 ? 1 : 7) {
            assertThat(Reading.refusal(Arrays.copyOf(file, length)))
                    .as("%s cut at %d of %d", kind, length, file.length)
                    .isPresent();
        }
    }

    static Stream<Arguments> filesThatTellZerosFromData() {
        // WebP has neither check sums nor codes that are wrong in themselves: zeros are a flat picture there.
        return files().filter(file -> !((String) file.get()[0]).endsWith("webp"));
    }

    /** A server that preallocates, or a disk that was full, leaves zeros where the rest should be. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("filesThatTellZerosFromData")
    void aFileWhoseRestIsZerosIsRefused(String kind, byte[] file) {
        for (int length = 0; length < file.length - 64; length += 131) {
            byte[] hollow = Arrays.copyOf(Arrays.copyOf(file, length), file.length);
            assertThat(Reading.decodingRefusal(hollow))
                    .as("%s hollow from %d of %d", kind, length, file.length)
                    .isPresent();
        }
    }

    static BufferedImage noisy() {
        BufferedImage picture = Fixtures.picture(96, 80);
        Random random = new Random(5);
        for (int i = 0; i < 96 * 80; i++) {
            int rgb = picture.getRGB(i % 96, i / 96);
            picture.setRGB(i % 96, i / 96, rgb ^ random.nextInt(0x20) * 0x010101);
        }
        return picture;
    }
}
