package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files for other servers: the pixels as they are meant, and nothing that a camera, an editor or a caller wrote beside them. */
class WithoutMetadataTest {

    private static final int WIDTH = 96;
    private static final int HEIGHT = 80;

    private static byte[] secret(String before) {
        return (before + "SECRET of the caller").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] exif(int orientation) {
        return Fixtures.joined(
                Fixtures.exif(orientation, ByteOrder.LITTLE_ENDIAN), secret("GPS"), Fixtures.jpeg(64, 64));
    }

    static byte[] jpeg(boolean progressive, int orientation) {
        byte[] file = Fixtures.jpeg(TruncationTest.noisy(), progressive);
        byte[] jfif = Fixtures.joined(
                "JFIF\0\1\2\0\0\1\0\1\2\2".getBytes(StandardCharsets.ISO_8859_1), Arrays.copyOf(secret(""), 12));
        file = Fixtures.joined(Arrays.copyOf(file, 2), Arrays.copyOfRange(file, 20, file.length));
        for (int marker : new int[] {0xfe, 0xed, 0xe1, 0xe2, 0xe5, 0xef}) {
            file = Fixtures.withSegment(
                    file, marker, secret(marker == 0xe1 ? "http://ns.adobe.com/xap/1.0/\0" : "MPF\0"));
        }
        file = Fixtures.withSegment(
                file, 0xe1, Fixtures.joined("Exif\0\0".getBytes(StandardCharsets.US_ASCII), exif(orientation)));
        file = Fixtures.withSegment(file, 0xe0, secret("JFXX\0\u0010"));
        file = Fixtures.withSegment(file, 0xe0, jfif);
        return Fixtures.joined(file, secret("behind the end "));
    }

    private static byte[] png(int orientation) {
        BufferedImage noisy = TruncationTest.noisy();
        Pngs png = new Pngs(WIDTH, HEIGHT, 8, 2).with("eXIf", exif(orientation));
        for (String type : new String[] {"tEXt", "zTXt", "iTXt", "tIME", "caBX", "prVt"}) {
            png = png.with(type, secret("prompt\0"));
        }
        return Fixtures.joined(
                png.file((x, y, c) -> noisy.getRGB(x, y) >> 16 - 8 * c & 0xff), secret("behind the end "));
    }

    private static byte[] webp(int orientation) {
        byte[] file = Fixtures.extended(
                Fixtures.webp(TruncationTest.noisy(), true),
                WIDTH,
                HEIGHT,
                Fixtures.riffChunk("EXIF", exif(orientation)),
                Fixtures.riffChunk("XMP ", secret("<x:xmpmeta>")),
                Fixtures.riffChunk("ABCD", secret("")));
        return Fixtures.joined(file, secret("behind the end "));
    }

    static Stream<Arguments> files() {
        return Stream.of(1, 3, 6)
                .flatMap(orientation -> Stream.of(
                        Arguments.of("jpeg", orientation, jpeg(false, orientation)),
                        Arguments.of("progressive jpeg", orientation, jpeg(true, orientation)),
                        Arguments.of("png", orientation, png(orientation)),
                        Arguments.of("webp", orientation, webp(orientation))));
    }

    @ParameterizedTest(name = "{0}, orientation {1}")
    @MethodSource("files")
    void pixelsAndHowTheyStandStayAndAllElseGoes(String kind, int orientation, byte[] file) {
        Picture picture = Reading.read(file);
        byte[] bare = picture.withoutMetadata();

        assertThat(text(file)).contains("SECRET");
        assertThat(text(bare))
                .doesNotContain("SECRET")
                .doesNotContain("xmpmeta")
                .doesNotContain("prompt");
        Picture again = Reading.read(bare);
        assertThat(again.format()).isEqualTo(picture.format());
        assertThat(again.width()).isEqualTo(picture.width());
        UprightFileTest.assertSame(again.decode(), picture.decode());
        assertThat(again.withoutMetadata()).isSameAs(bare);
    }

    @ParameterizedTest(name = "{0}, orientation {1}")
    @MethodSource("files")
    void anUprightFileSaysNothingEither(String kind, int orientation, byte[] file) {
        Picture picture = Reading.read(file);
        UprightFile upright = picture.upright();

        assertThat(text(upright.file())).doesNotContain("SECRET").doesNotContain("Exif");
        UprightFileTest.assertSame(Reading.decode(upright.file()), picture.decode());
    }

    /** Phones write Display P3: without its profile the same samples are other colours. */
    @Test
    void aColourProfileStays() {
        byte[] profile =
                Fixtures.joined("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1), ColourSpaceTest.displayP3());
        byte[] file = Fixtures.withSegment(jpeg(false, 1), 0xe2, profile);
        Picture picture = Reading.read(file);
        byte[] bare = picture.withoutMetadata();

        assertThat(text(bare)).contains("ICC_PROFILE").doesNotContain("SECRET");
        UprightFileTest.assertSame(Reading.decode(bare), picture.decode());
    }

    /** A maker's trailer that stands in the place of EOI would pass for data of the last scan where it ends with FF D9. */
    @Test
    void aTrailerInThePlaceOfTheEndIsNoPartOfThePicture() {
        byte[] file = Fixtures.jpeg(TruncationTest.noisy(), false);
        byte[] open = Arrays.copyOf(file, file.length - 2);
        byte[] closed = {(byte) 0xff, (byte) 0xd9};

        assertThat(Reading.read(Fixtures.joined(open, secret(""))).withoutMetadata())
                .isEqualTo(file);
        assertThat(Reading.read(Fixtures.joined(open, secret(""), closed)).withoutMetadata())
                .isEqualTo(file);
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1);
    }
}
