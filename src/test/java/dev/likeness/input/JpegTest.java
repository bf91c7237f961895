package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegTest {

    private static final int SIDE = 96;

    private static final byte[] ADOBE = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void baselineAndProgressiveColoursAreRight(boolean progressive) {
        BufferedImage image = Reading.decode(Fixtures.jpeg(Fixtures.picture(SIDE, SIDE), progressive));

        assertNear(image, 10, 10, Fixtures.colour(10, 10, SIDE, SIDE));
        assertNear(image, 90, 20, Fixtures.colour(90, 20, SIDE, SIDE));
        assertNear(image, 20, 90, Fixtures.colour(20, 90, SIDE, SIDE));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void greyKeepsItsValues(boolean progressive) {
        BufferedImage grey = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < SIDE * SIDE; i++) {
            grey.getRaster().setSample(i % SIDE, i / SIDE, 0, 2 * (i % SIDE) + 20);
        }

        BufferedImage image = Reading.decode(Fixtures.jpeg(grey, progressive));

        assertNear(image, 10, 50, 40 * 0x010101);
        assertNear(image, 90, 50, 200 * 0x010101);
    }

    /** Of no file is it known: both read the same frame header. */
    @ParameterizedTest
    @CsvSource({"95, 96, 3", "96, 97, 3", "96, 96, 4"})
    void aDecoderThatGivesAnotherSizeThanTheHeaderIsNotBelieved(int width, int height, int components) {
        WritableRaster decoded = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, components, null);
        PictureHeader header = new PictureHeader(ImageFormat.JPEG, SIDE, SIDE, Orientation.UPRIGHT);

        assertThatThrownBy(() -> JpegPixels.pass(decoded, header, 3, (y, samples, from) -> {}))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("the file is damaged (its headers disagree)");
    }

    @Test
    void rgbThatIsStoredAsItIsIsTakenSo() {
        byte[] file = Fixtures.jpeg(SIDE, SIDE, 3, new int[] {200, 30, 60});

        assertNear(Reading.decode(Fixtures.withSegment(file, 0xee, adobe(0))), 5, 5, 0xc81e3c);
        // By its component identifiers alone, which the frame header and the scan header repeat.
        assertNear(Reading.decode(named(file, "RGB")), 5, 5, 0xc81e3c);
    }

    @Test
    void threeComponentsWithoutAnyMarkerAreYCbCr() {
        assertNear(Reading.decode(Fixtures.jpeg(SIDE, SIDE, 3, new int[] {76, 85, 255})), 5, 5, 0xff0000);
    }

    @Test
    void cmykIsTakenAsAdobeWritesIt() {
        // 255 is no ink: full cyan is 0.
        byte[] file = Fixtures.jpeg(SIDE, SIDE, 4, new int[] {0, 255, 255, 255}, new int[] {255, 255, 255, 100});

        for (byte[] cmyk : new byte[][] {file, Fixtures.withSegment(file, 0xee, adobe(0))}) {
            BufferedImage image = Reading.decode(cmyk);
            assertNear(image, 5, 5, 0x00ffff);
            assertNear(image, 90, 5, 0x646464);
        }
    }

    @Test
    void ycckIsTransformedBack() {
        // Red 200, green 100, blue 50 at half the light. YCCK holds the YCbCr of the inks' complement: of 55, 155, 205
        // as
        // 255 - x, which is of 200, 100, 50 turned round once more.
        int[] ycc = ycc(255 - 200, 255 - 100, 255 - 50);
        byte[] file = Fixtures.jpeg(SIDE, SIDE, 4, new int[] {ycc[0], ycc[1], ycc[2], 128});

        assertNear(Reading.decode(Fixtures.withSegment(file, 0xee, adobe(2))), 5, 5, 0x643219);
    }

    @Test
    void brokenProfilesThumbnailsAndContradictionsAreNoHindrance() {
        byte[] file = Fixtures.jpeg(SIDE, SIDE);
        byte[] profile = Fixtures.joined("ICC_PROFILE\0\1\1".getBytes(), new byte[] {1, 2, 3});
        byte[] jfif = {'J', 'F', 'I', 'F', 0, 9, 9, 0, 0, 0, 0, 0, (byte) 200, (byte) 200};
        byte[] jfxx = {'J', 'F', 'X', 'X', 0, 0x10, (byte) 0xff, (byte) 0xd8};
        byte[] with = Fixtures.withSegment(
                Fixtures.withSegment(Fixtures.withSegment(file, 0xe2, profile), 0xe0, jfxx), 0xe0, jfif);

        assertNear(Reading.decode(with), 50, 50, Fixtures.colour(50, 50, SIDE, SIDE));
    }

    @Test
    void aThumbnailsEndIsNotTheFilesEnd() {
        byte[] thumbnail = Fixtures.jpeg(64, 64);
        byte[] file = Fixtures.withExif(
                Fixtures.jpeg(SIDE, SIDE), Fixtures.joined(Fixtures.exif(1, java.nio.ByteOrder.BIG_ENDIAN), thumbnail));

        assertThat(Reading.read(file).width()).isEqualTo(SIDE);
        assertThat(Reading.refusal(Arrays.copyOf(file, thumbnail.length + 200))).isPresent();
    }

    @Test
    void whatFollowsTheEndIsLeftAlone() {
        byte[] file = Fixtures.joined(Fixtures.jpeg(SIDE, SIDE), new byte[5000]);

        assertNear(Reading.decode(file), 50, 50, Fixtures.colour(50, 50, SIDE, SIDE));
    }

    @Test
    void dataThatEndsEarlyIsRefusedAlthoughTheFileIsClosed() {
        byte[] file = Fixtures.jpeg(512, 512);
        for (int keep = file.length / 2; keep < file.length - 100; keep += 997) {
            byte[] closed = Arrays.copyOf(file, keep);
            closed[keep - 4] = 0x11;
            closed[keep - 3] = 0x11;
            closed[keep - 2] = (byte) 0xff;
            closed[keep - 1] = (byte) JpegFile.EOI;
            assertThat(Reading.decodingRefusal(closed)).as("kept %d", keep).isPresent();
        }
    }

    @Test
    void aFewSurplusBytesBeforeAMarkerAreForgiven() {
        byte[] file = Fixtures.jpeg(SIDE, SIDE);
        byte[] padded = Fixtures.joined(
                Arrays.copyOf(file, file.length - 2), new byte[] {0x55, 0x55, (byte) 0xff, (byte) JpegFile.EOI});

        assertNear(Reading.decode(padded), 50, 50, Fixtures.colour(50, 50, SIDE, SIDE));
    }

    private static byte[] adobe(int transform) {
        byte[] body = ADOBE.clone();
        body[11] = (byte) transform;
        return body;
    }

    private static byte[] named(byte[] jpeg, String ids) {
        byte[] file = jpeg.clone();
        JpegMarkers.walk(ByteSlice.of(file), (marker, body, whole) -> {
            for (int i = 0; i < 3; i++) {
                if (marker == 0xc0) {
                    file[body.from() + 6 + 3 * i] = (byte) ids.charAt(i);
                } else if (marker == JpegFile.SOS) {
                    file[body.from() + 1 + 2 * i] = (byte) ids.charAt(i);
                }
            }
        });
        return file;
    }

    private static int[] ycc(int r, int g, int b) {
        return new int[] {
            (int) Math.round(0.299 * r + 0.587 * g + 0.114 * b),
            (int) Math.round(128 - 0.168736 * r - 0.331264 * g + 0.5 * b),
            (int) Math.round(128 + 0.5 * r - 0.418688 * g - 0.081312 * b)
        };
    }

    static void assertNear(BufferedImage image, int x, int y, int rgb) {
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat(image.getRGB(x, y) >> shift & 0xff)
                    .as("at %d,%d: %06x", x, y, image.getRGB(x, y) & 0xffffff)
                    .isBetween((rgb >> shift & 0xff) - 6, (rgb >> shift & 0xff) + 6);
        }
    }
}
