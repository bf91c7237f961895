package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.error.InvalidRequest;
import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MutationTest {

    private static final int ROUNDS = 1500;

    static Stream<Arguments> files() {
        BufferedImage picture = TruncationTest.noisy();
        byte[] exif = Fixtures.exif(6, ByteOrder.LITTLE_ENDIAN);
        return Stream.of(
                Arguments.of(
                        "png",
                        new Pngs(96, 80, 8, 3)
                                .with("PLTE", new byte[48])
                                .with("eXIf", exif)
                                .file((x, y, c) -> (x + y) % 16)),
                Arguments.of("jpeg", Fixtures.withExif(Fixtures.jpeg(picture, false), exif)),
                Arguments.of("progressive jpeg", Fixtures.jpeg(picture, true)),
                Arguments.of("cmyk jpeg", Fixtures.jpeg(96, 80, 4, new int[] {9, 99, 199, 30}, new int[] {1, 2, 3, 4})),
                Arguments.of(
                        "webp",
                        Fixtures.extended(Fixtures.webp(picture, false), 96, 80, Fixtures.riffChunk("EXIF", exif))),
                Arguments.of("lossless webp", Fixtures.webp(picture, true)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void aFileWithWrongBytesIsDecodedOrRefusedAndNothingElse(String kind, byte[] file) {
        Random random = new Random(kind.hashCode());
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] wrong = mutated(file, random);
            try {
                Picture picture = Reading.read(wrong);
                BufferedImage image = picture.decode();
                assertThat(image.getWidth()).isEqualTo(picture.width());
                assertThat(image.getHeight()).isEqualTo(picture.height());
            } catch (InvalidRequest refusal) {
                refused++;
            } catch (RuntimeException | Error other) {
                throw new AssertionError(kind + ", round " + round + ": " + other, other);
            }
        }
        assertThat(refused).isPositive();
    }

    private static byte[] mutated(byte[] file, Random random) {
        byte[] wrong = file.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            // The first bytes, where the headers are, every other time.
            int at = random.nextInt(random.nextBoolean() ? Math.min(200, wrong.length) : wrong.length);
            wrong[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) random.nextInt();
                case 1 -> (byte) (wrong[at] ^ 1 << random.nextInt(8));
                case 2 -> (byte) 0xff;
                default -> 0;
            };
        }
        return wrong;
    }
}
