package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JPEGs as scanners, cameras and phones write them: bytes that belong to no scan, and ends that are none. */
class JpegEndsTest {

    private static final byte[] EOI = {(byte) 0xff, (byte) 0xd9};

    private static final BufferedImage NOISY = TruncationTest.noisy();

    static Stream<Arguments> files() {
        BufferedImage grey = new BufferedImage(96, 80, BufferedImage.TYPE_BYTE_GRAY);
        grey.getGraphics().drawImage(NOISY, 0, 0, null);
        return Stream.of(
                Arguments.of("baseline", Fixtures.jpeg(NOISY, false)),
                Arguments.of("progressive", Fixtures.jpeg(NOISY, true)),
                Arguments.of("grey", Fixtures.jpeg(grey, false)),
                Arguments.of("progressive grey", Fixtures.jpeg(grey, true)),
                Arguments.of(
                        "four components",
                        Fixtures.jpeg(96, 80, 4, new int[] {9, 99, 199, 30}, new int[] {1, 2, 3, 4})),
                Arguments.of("restarts", Fixtures.jpegWithRestarts(NOISY, 3, false)),
                Arguments.of("progressive with restarts", Fixtures.jpegWithRestarts(NOISY, 5, true)));
    }

    static Stream<Arguments> trailers() {
        byte[] whole = Fixtures.jpeg(64, 64);
        byte[] random = new byte[60_000];
        new Random(1).nextBytes(random);
        byte[] seft = Fixtures.joined(
                "\0\0\1\n\u000e\0\0\0Image_UTC_Data1700000000000".getBytes(StandardCharsets.ISO_8859_1),
                "SEFHk\0\0\0\1\0\0\0\0\0\1\n\43\0\0\0\43\0\0\0\30\0\0\0SEFT".getBytes(StandardCharsets.ISO_8859_1));
        byte[] film = Fixtures.joined(
                "\0\0\0\30ftypmp42\0\0\0\0isommp42\0\0\u00ea\u0068mdat".getBytes(StandardCharsets.ISO_8859_1), random);
        return files().flatMap(file -> Stream.of(
                        Arguments.of("nothing", new byte[0]),
                        Arguments.of("a byte", new byte[] {(byte) 0xff}),
                        Arguments.of("Samsung's SEFT", seft),
                        Arguments.of("random bytes and SEFT", Fixtures.joined(random, seft)),
                        Arguments.of("a second picture (MPF)", whole),
                        Arguments.of("a film", film),
                        Arguments.of("zeros", new byte[5000]),
                        Arguments.of("text", "<x:xmpmeta>trailing</x:xmpmeta>".getBytes(StandardCharsets.UTF_8)),
                        Arguments.of("a segment that is cut", new byte[] {(byte) 0xff, (byte) 0xe1, 0x40, 0, 1, 2}),
                        Arguments.of("a frame that is none", new byte[] {(byte) 0xff, (byte) 0xc3, 0, 4, 1, 2}))
                .map(trailer -> Arguments.of(file.get()[0], trailer.get()[0], file.get()[1], trailer.get()[1])));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("trailers")
    void aWholePictureIsReadWhateverFollowsIt(String kind, String name, byte[] file, byte[] trailer) {
        byte[] open = Arrays.copyOf(file, file.length - 2);

        assertSamePixels(Fixtures.joined(file, trailer), file);
        assertSamePixels(Fixtures.joined(open, trailer), file);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("trailers")
    void aPictureThatIsCutIsRefusedWhateverFollowsIt(String kind, String name, byte[] file, byte[] trailer) {
        // The first bytes of a trailer may pass for the last ones of the data: so few cost a pixel or two.
        int[] few = trailer.length == 0 ? new int[] {1, 2, 3, 4, 20} : new int[0];
        int[] many = {file.length / 4, file.length / 3};
        for (int missing :
                IntStream.concat(Arrays.stream(few), Arrays.stream(many)).toArray()) {
            byte[] cut = Arrays.copyOf(file, file.length - 2 - missing);
            assertThat(Reading.decodingRefusal(Fixtures.joined(cut, trailer)))
                    .as("%s without %d bytes, then %s", kind, missing, name)
                    .isPresent();
            assertThat(Reading.decodingRefusal(Fixtures.joined(cut, EOI, trailer)))
                    .as("%s without %d bytes, closed, then %s", kind, missing, name)
                    .isPresent();
        }
    }

    static Stream<Arguments> surplus() {
        IntFunction<byte[]> zeros = byte[]::new;
        IntFunction<byte[]> ones = length -> filled(length, 0x55);
        IntFunction<byte[]> fill = length -> filled(length, 0xff);
        IntFunction<byte[]> stuffed = length -> {
            byte[] bytes = new byte[2 * length];
            for (int i = 0; i < length; i++) {
                bytes[2 * i] = (byte) 0xff;
            }
            return bytes;
        };
        return IntStream.of(1, 2, 3, 7, 15, 16, 17, 20, 300)
                .boxed()
                .flatMap(length -> Stream.of(
                        Arguments.of(length + " zeros", zeros.apply(length)),
                        Arguments.of(length + " bytes", ones.apply(length)),
                        Arguments.of(length + " fill bytes", fill.apply(length)),
                        Arguments.of(length + " stuffed bytes", stuffed.apply(length)),
                        Arguments.of(
                                length + " bytes and fill bytes",
                                Fixtures.joined(ones.apply(length), fill.apply(length)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("surplus")
    void surplusBytesBeforeAnyMarkerCostNoPixel(String name, byte[] surplus) {
        files().forEach(file -> {
            byte[] plain = (byte[]) file.get()[1];
            assertSamePixels(Restarts.withBeforeEachMarker(plain, surplus), plain);
        });
    }

    @Test
    void missingDataIsSeenBehindSurplusBytes() {
        byte[] file = Fixtures.jpegWithRestarts(NOISY, 3, false);
        byte[] padded = Restarts.withBeforeEachMarker(file, new byte[] {0, 0});
        int intervals = 0;
        for (int at = 0; at < padded.length - 1; at++) {
            if (padded[at] == (byte) 0xff && (padded[at + 1] & 0xf8) == 0xd0) {
                byte[] lacking = Fixtures.joined(
                        Arrays.copyOf(padded, at - 302), Arrays.copyOfRange(padded, at - 2, padded.length));
                assertThat(Reading.decodingRefusal(lacking))
                        .as("without half of the interval that ends at %d", at)
                        .isPresent();
                intervals++;
            }
        }
        assertThat(intervals).isGreaterThan(5);
    }

    @Test
    void aRestartThatIsMissingIsRefused() {
        byte[] file = Fixtures.jpegWithRestarts(NOISY, 3, false);
        byte[] padded = Restarts.withBeforeEachMarker(file, new byte[] {0, 0});
        byte[] lacking = Restarts.withoutTheThird(padded);

        assertThat(lacking.length).isLessThan(padded.length);
        assertThat(Reading.decodingRefusal(lacking)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"surplus_before_rst.jpg", "trailer_no_eoi.jpg"})
    void filesFromTheFieldAreRead(String name) throws IOException {
        BufferedImage image = Reading.decode(resource(name));

        assertThat(image.getWidth()).isEqualTo(512);
        assertThat(image.getHeight()).isEqualTo(512);
    }

    static byte[] resource(String name) throws IOException {
        try (var file = JpegEndsTest.class.getResourceAsStream("/pictures/" + name)) {
            return file.readAllBytes();
        }
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static void assertSamePixels(byte[] file, byte[] plain) {
        Picture picture = Reading.read(file);
        BufferedImage expected = Reading.decode(plain);
        assertThat(rgb(picture.decode())).isEqualTo(rgb(expected));
    }

    private static int[] rgb(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** Takes the data of scans apart. */
    private static final class Restarts {

        /** With bytes before each restart marker and each marker that follows a scan. */
        static byte[] withBeforeEachMarker(byte[] jpeg, byte[] surplus) {
            ByteArrayOutputStream with = new ByteArrayOutputStream();
            boolean data = false;
            for (int i = 0; i < jpeg.length; i++) {
                int next = i + 1 < jpeg.length ? jpeg[i + 1] & 0xff : 0;
                boolean marker = jpeg[i] == (byte) 0xff && next != 0 && next != 0xff;
                if (marker && data) {
                    with.writeBytes(surplus);
                }
                if (marker && !(next >= 0xd0 && next <= 0xd9)) {
                    int length = (jpeg[i + 2] & 0xff) << 8 | jpeg[i + 3] & 0xff;
                    with.write(jpeg, i, 2 + length);
                    i += 1 + length;
                    data = next == 0xda;
                } else {
                    with.write(jpeg[i]);
                }
            }
            return with.toByteArray();
        }

        static byte[] withoutTheThird(byte[] jpeg) {
            for (int i = 0; i < jpeg.length - 1; i++) {
                if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xd2) {
                    return Fixtures.joined(Arrays.copyOf(jpeg, i), Arrays.copyOfRange(jpeg, i + 2, jpeg.length));
                }
            }
            throw new AssertionError("it has no third restart marker");
        }
    }
}
