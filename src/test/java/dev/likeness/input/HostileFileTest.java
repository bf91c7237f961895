package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostileFileTest {

    static Stream<Arguments> foreignFiles() {
        return Stream.of(
                Arguments.of("GIF89a", "a GIF"),
                Arguments.of("BM\1\2\3\4\0\0\0\0\66\0\0\0\50\0\0\0", "a BMP"),
                Arguments.of("II*\0\10\0\0\0", "a TIFF"),
                Arguments.of("MM\0*\0\0\0\10", "a TIFF"),
                Arguments.of("\0\0\0\34ftypavif", "an AVIF"),
                Arguments.of("\0\0\0\34ftypheic", "a HEIC"),
                Arguments.of("\0\0\0\34ftypmif1", "a HEIC"),
                Arguments.of("\0\0\0\40ftypisom", "a video"),
                Arguments.of("\u00ff\n\0\0", "a JPEG XL"),
                Arguments.of("\0\0\0\u000cjP  \r\n", "a JPEG 2000"),
                Arguments.of("8BPS\0\1", "a Photoshop document"),
                Arguments.of("\0\0\1\0\1\0", "an icon"),
                Arguments.of("%PDF-1.7", "a PDF"),
                Arguments.of("PK\3\4", "a ZIP archive"),
                Arguments.of("\u001f\u008b\b", "gzip-compressed"),
                Arguments.of("\u0089PNG\n\u001a\n", "text mode"),
                Arguments.of("<?xml version=\"1.0\"?><!-- a --><svg xmlns=", "an SVG"),
                Arguments.of("\n <!DOCTYPE html><html><body>404", "an HTML page"),
                Arguments.of("{\"error\": \"nope\"}", "a JSON document"),
                Arguments.of("https://example.org/a.png", "a URL"),
                Arguments.of("data:image/png;base64,iVBORw0KGgo", "base64"),
                Arguments.of("iVBORw0KGgoAAAANSUhEUg", "base64"),
                Arguments.of("RIFF\0\0\0\0WAVEfmt ", "not a picture"),
                Arguments.of("\1\2\3\4\5\6\7\10", "not a picture"));
    }

    @ParameterizedTest
    @MethodSource("foreignFiles")
    void whatIsNoAcceptedFormatIsCalledByItsName(String start, String name) {
        byte[] file = Arrays.copyOf(start.getBytes(StandardCharsets.ISO_8859_1), 300);

        assertThat(Reading.refusal(file))
                .hasValueSatisfying(why -> assertThat(why).contains(name).endsWith("; send PNG, JPEG or WebP"));
    }

    @Test
    void emptyAndTinyFilesAreRefused() {
        assertThat(Reading.refusal(new byte[0]))
                .hasValueSatisfying(why -> assertThat(why).contains("empty"));
        assertThat(Reading.refusal(new byte[7]))
                .hasValueSatisfying(why -> assertThat(why).contains("only 7 bytes"));
    }

    @ParameterizedTest
    @CsvSource({
        "100000, 100000, at most 8192",
        "4294967295, 4294967295, at most 8192",
        "2147483648, 64, at most 8192",
        "8193, 100, at most 8192",
        "8192, 8192, 40 megapixels",
        "63, 64, at least 64",
        "64, 63, at least 64",
        "0, 100, damaged",
        "100, 0, damaged"
    })
    void aSizeBeyondTheLimitsIsRefusedFromTheHeader(long width, long height, String why) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt((int) width)
                .putInt((int) height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        byte[] png =
                Fixtures.joined(PngFile.SIGNATURE.getBytes(StandardCharsets.ISO_8859_1), Pngs.chunk("IHDR", header));
        assertThat(Reading.refusal(png))
                .hasValueSatisfying(message -> assertThat(message).contains(why));
        if (width <= 65535 && height <= 65535) {
            byte[] jpeg = Fixtures.jpeg(64, 64);
            JpegMarkers.walk(ByteSlice.of(jpeg), (marker, body, whole) -> {
                if (marker == 0xc0) {
                    ByteBuffer.wrap(jpeg)
                            .putShort(body.from() + 1, (short) height)
                            .putShort(body.from() + 3, (short) width);
                }
            });
            assertThat(Reading.refusal(jpeg))
                    .hasValueSatisfying(message -> assertThat(message).contains(why));
        }
    }

    @Test
    void theLimitsThemselvesAreAllowed() {
        assertThat(Reading.refusal(Fixtures.png(64, 64))).isEmpty();
        assertThat(Reading.refusal(Fixtures.png(8192, 64))).isEmpty();
    }

    @Test
    void moreBytesThanTheLimitAreRefused() {
        PictureReader reader =
                new PictureReader(PictureLimits.of(Settings.defaults().upTo(1 << 20)));
        byte[] file = Fixtures.png(64, 64);

        assertThat(reader.read("f", Arrays.copyOf(file, 1 << 20)).width()).isEqualTo(64);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> reader.read("f", new byte[(1 << 20) + 1]))
                .hasMessageContaining("larger than 1 MiB");
    }

    @Test
    void aHeaderWhoseSizeIsLargerThanItsDataIsRefusedWhenDecoded() {
        byte[] rows = new Pngs(64, 64, 8, 2).rows((x, y, c) -> 1);
        assertThat(Reading.decodingRefusal(new Pngs(6000, 6000, 8, 2).around(Pngs.deflated(rows))))
                .isPresent();
        byte[] jpeg = Fixtures.jpeg(64, 64);
        JpegMarkers.walk(ByteSlice.of(jpeg), (marker, body, whole) -> {
            if (marker == 0xc0) {
                ByteBuffer.wrap(jpeg).putShort(body.from() + 1, (short) 640);
            }
        });
        assertThat(Reading.decodingRefusal(jpeg)).isPresent();
    }

    @Test
    void dataThatWouldInflateToGigabytesIsInflatedOnlyAsFarAsThePictureReaches() {
        byte[] bomb = Pngs.deflated(new byte[200 << 20]);
        byte[] file = new Pngs(64, 64, 8, 2).around(bomb);

        long before = allocated();
        Reading.decode(file);
        assertThat(allocated() - before).isLessThan(2 << 20);
    }

    @Test
    void compressedTextAndProfilesAreNotInflatedToTheirEnd() {
        byte[] bomb = Pngs.deflated(new byte[200 << 20]);
        byte[] name = {'n', 0, 0};
        byte[] file = new Pngs(64, 64, 8, 2)
                .with("zTXt", Fixtures.joined(name, bomb))
                .with("iCCP", Fixtures.joined(name, bomb))
                .file((x, y, c) -> 70);

        long before = allocated();
        assertThat(Reading.decode(file).getRGB(0, 0)).isEqualTo(0xff464646);
        assertThat(allocated() - before).isLessThan(2 << 20);
    }

    @Test
    void chunkLengthsThatReachBeyondTheFileAreRefused() {
        byte[] file = Fixtures.png(64, 64);
        for (int length : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, file.length}) {
            byte[] wrong = file.clone();
            ByteBuffer.wrap(wrong).putInt(33, length);
            assertThat(Reading.refusal(wrong)).isPresent();
            byte[] webp = Fixtures.extended(Fixtures.webp(64, 64), 64, 64, Fixtures.riffChunk("XMP ", new byte[8]));
            ByteBuffer.wrap(webp).putInt(webp.length - 12, Integer.reverseBytes(length));
            assertThat(Reading.refusal(webp)).isPresent();
        }
    }

    @Test
    void millionsOfSegmentsAreWalkedOnce() {
        byte[] jpeg = Fixtures.jpeg(64, 64);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.write(jpeg, 0, 2);
        for (int i = 0; i < 3_000_000; i++) {
            many.writeBytes(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 2});
        }
        many.write(jpeg, 2, jpeg.length - 2);

        assertThat(Reading.decode(many.toByteArray()).getWidth()).isEqualTo(64);
    }

    @Test
    void aJpegOfVeryManyScansIsRefused() {
        byte[] file = Fixtures.jpeg(Fixtures.picture(64, 64), true);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.write(file, 0, file.length - 2);
        ByteSlice[] last = new ByteSlice[1];
        JpegMarkers.walk(
                ByteSlice.of(file), (marker, body, whole) -> last[0] = marker == JpegFile.SOS ? whole : last[0]);
        for (int i = 0; i < 100; i++) {
            many.write(file, last[0].from(), last[0].length());
        }
        many.write(file, file.length - 2, 2);

        assertThat(Reading.refusal(many.toByteArray()))
                .hasValueSatisfying(why -> assertThat(why).contains("passes"));
    }

    @Test
    void aSecondFrameOrPictureInsideAJpegIsRefused() {
        byte[] file = Fixtures.jpeg(64, 64);
        byte[] frame = {8, 0, 64, 0, 64, 1, 1, 0x11, 0};
        assertThat(Reading.refusal(Fixtures.withSegment(file, 0xc0, frame)))
                .hasValueSatisfying(why -> assertThat(why).contains("two frames"));
        byte[] cut = Fixtures.joined(Arrays.copyOf(file, file.length * 2 / 3), file);
        assertThat(Reading.refusal(cut))
                .hasValueSatisfying(why -> assertThat(why).contains("second JPEG begins"));
    }

    @ParameterizedTest
    @CsvSource({"c3, 8, 3", "c9, 8, 3", "c1, 12, 3", "c0, 8, 2", "c0, 8, 255"})
    void framesThatAreNotDecodedHereAreRefused(String marker, int bits, int components) {
        byte[] body = new byte[6 + 3 * components];
        System.arraycopy(new byte[] {(byte) bits, 0, 64, 0, 64, (byte) components}, 0, body, 0, 6);
        byte[] file = Fixtures.withSegment(
                new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xd9, 0, 0, 0, 0, 0, 0},
                Integer.parseInt(marker, 16),
                body);

        assertThat(Reading.refusal(file))
                .hasValueSatisfying(why -> assertThat(why).contains("a").contains("send PNG, JPEG or WebP"));
    }

    @Test
    void aJpegThatLacksAComponentsDataIsRefused() {
        byte[] file = Fixtures.jpeg(Fixtures.picture(64, 64), true);
        ByteArrayOutputStream without = new ByteArrayOutputStream();
        without.write(file, 0, 2);
        JpegMarkers.walk(ByteSlice.of(file), (marker, body, whole) -> {
            if (marker != JpegFile.SOS || body.u8(1 + 2 * body.u8(0)) != 0) {
                without.write(file, whole.from(), whole.length());
            }
        });
        without.write(file, file.length - 2, 2);

        assertThat(Reading.refusal(without.toByteArray())).isPresent();
    }

    @Test
    void chunksThatAreOutOfPlaceAreRefused() {
        byte[] rows = Pngs.deflated(new Pngs(64, 64, 8, 2).rows((x, y, c) -> 1));
        byte[] start = PngFile.SIGNATURE.getBytes(StandardCharsets.ISO_8859_1);
        byte[] header = Pngs.chunk("IHDR", new Pngs(64, 64, 8, 2).header());
        byte[] end = Pngs.chunk("IEND", new byte[0]);
        byte[] half = Pngs.chunk("IDAT", Arrays.copyOf(rows, 20));
        byte[] rest = Pngs.chunk("IDAT", Arrays.copyOfRange(rows, 20, rows.length));
        byte[] text = Pngs.chunk("tEXt", new byte[5]);

        assertThat(Reading.refusal(Fixtures.joined(start, header, half, rest, end)))
                .isEmpty();
        assertThat(Reading.refusal(Fixtures.joined(start, header, half, text, rest, end)))
                .isPresent();
        assertThat(Reading.refusal(Fixtures.joined(start, text, header, half, rest, end)))
                .isPresent();
        assertThat(Reading.refusal(Fixtures.joined(start, header, end))).isPresent();
        assertThat(Reading.refusal(Fixtures.joined(start, header, header, half, rest, end)))
                .isPresent();
        assertThat(Reading.refusal(Fixtures.joined(start, header, Pngs.chunk("ABCD", text), half, rest, end)))
                .isPresent();
        assertThat(Reading.refusal(new Pngs(64, 64, 8, 3).file((x, y, c) -> 0))).isPresent();
        assertThat(Reading.decodingRefusal(
                        new Pngs(64, 64, 8, 3).with("PLTE", new byte[3]).file((x, y, c) -> 1)))
                .isPresent();
        assertThat(Reading.refusal(new Pngs(64, 64, 3, 2).around(rows))).isPresent();
    }

    @Test
    void aPictureThatWasEncodedTwiceIsToldSo() {
        byte[] text = Base64.getEncoder().encode(Fixtures.jpeg(64, 64));

        assertThat(Reading.refusal(text))
                .hasValueSatisfying(why -> assertThat(why).contains("base64"));
    }

    /** By this thread, in bytes. */
    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
