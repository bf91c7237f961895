package dev.likeness.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.error.BackendFailed;
import dev.likeness.generation.GeneratedImage;
import io.quarkus.runtime.configuration.MemorySize;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageEncoderTest {

    private final ImageEncoder encoder = encoder(64 << 20);

    @ParameterizedTest
    @CsvSource({"1,1", "3,2", "64,64", "200,131", "257,64"})
    void pngKeepsEveryPixel(int width, int height) {
        GeneratedImage.Pixels pixels = Pictures.drawn(width, height);

        EncodedImage png = encode(pixels, width, height, OutputFormat.PNG, 95);

        assertThat(Pictures.rgb(Pictures.read(png.file()))).isEqualTo(pixels.rgb());
    }

    @ParameterizedTest
    @CsvSource({"JPEG,95", "JPEG,80", "WEBP,95", "WEBP,80"})
    void lossyFormatsKeepSizeAndLook(OutputFormat format, int quality) {
        GeneratedImage.Pixels pixels = Pictures.smooth(200, 131);

        BufferedImage read =
                Pictures.read(encode(pixels, 200, 131, format, quality).file());

        assertThat(read.getWidth()).isEqualTo(200);
        assertThat(read.getHeight()).isEqualTo(131);
        assertThat(Pictures.meanDifference(Pictures.rgb(read), pixels.rgb())).isLessThan(4);
    }

    @ParameterizedTest
    @EnumSource(
            value = OutputFormat.class,
            names = {"JPEG", "WEBP"})
    void lowerQualityMakesSmallerFiles(OutputFormat format) {
        GeneratedImage.Pixels pixels = Pictures.drawn(256, 256);

        int best = encode(pixels, 256, 256, format, 95).file().length;
        int middle = encode(pixels, 256, 256, format, 50).file().length;
        int worst = encode(pixels, 256, 256, format, 10).file().length;

        assertThat(worst).isLessThan(middle);
        assertThat(middle).isLessThan(best);
    }

    @Test
    void sampleAndSeedGoWithTheFile() {
        GeneratedImage image = new GeneratedImage(2, 44, Pictures.drawn(64, 64));

        EncodedImage encoded = encoder.encode(image, 64, 64, OutputFormat.JPEG, 95);

        assertThat(encoded.sample()).isEqualTo(2);
        assertThat(encoded.seed()).isEqualTo(44);
        assertThat(encoded.format()).isEqualTo(OutputFormat.JPEG);
    }

    @Test
    void theSamePixelsMakeTheSameFile() {
        for (OutputFormat format : OutputFormat.values()) {
            assertThat(encode(Pictures.drawn(90, 70), 90, 70, format, 80).file())
                    .isEqualTo(
                            encode(Pictures.drawn(90, 70), 90, 70, format, 80).file());
        }
    }

    @Test
    void aBackendsPngLosesItsTextAndKeepsItsPixelsByteByByte() {
        byte[] plain = Pictures.foreign(Pictures.drawn(80, 60), "png");
        byte[] talkative = plain;
        for (String type : new String[] {"tEXt", "zTXt", "iTXt", "eXIf", "caBX", "tIME", "prVt"}) {
            talkative = withChunk(talkative, type, "prompt\0a secret workflow");
        }

        byte[] passed = encode(new GeneratedImage.Encoded(talkative), 80, 60, OutputFormat.PNG, 95)
                .file();

        assertThat(passed).isEqualTo(plain);
    }

    @Test
    void aBackendsPlainPngIsPassedOnAsItIs() {
        byte[] plain = Pictures.foreign(Pictures.drawn(80, 60), "png");

        byte[] passed = encode(new GeneratedImage.Encoded(plain), 80, 60, OutputFormat.PNG, 95)
                .file();

        assertThat(passed).isSameAs(plain);
    }

    @Test
    void aBackendsJpegLosesItsCommentsAndKeepsItsPixels() {
        byte[] plain = Pictures.foreign(Pictures.smooth(80, 60), "jpeg");
        byte[] comment = "\u00ff\u00fe\0\u0010a secret wflow".getBytes(StandardCharsets.ISO_8859_1);
        byte[] exif = "\u00ff\u00e1\0\u0010Exif\0\0a secret".getBytes(StandardCharsets.ISO_8859_1);
        byte[] talkative = insert(insert(plain, 2, exif), 2, comment);

        byte[] passed = encode(new GeneratedImage.Encoded(talkative), 80, 60, OutputFormat.JPEG, 95)
                .file();

        assertThat(new String(passed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        assertThat(Pictures.rgb(Pictures.read(passed))).isEqualTo(Pictures.rgb(Pictures.read(plain)));
    }

    @Test
    void aBackendsWebpLosesItsExtrasAndKeepsItsPixels() {
        byte[] plain =
                encode(Pictures.smooth(80, 60), 80, 60, OutputFormat.WEBP, 80).file();
        byte[] talkative = Arrays.copyOf(plain, plain.length + 14);
        System.arraycopy("EXIF\6\0\0\0secret".getBytes(StandardCharsets.US_ASCII), 0, talkative, plain.length, 14);
        ByteBuffer.wrap(talkative).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(4, talkative.length - 8);

        byte[] passed = encode(new GeneratedImage.Encoded(talkative), 80, 60, OutputFormat.WEBP, 95)
                .file();

        assertThat(passed).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void anotherFormatThanTheBackendsIsMadeFromItsPixels(String made) {
        GeneratedImage.Pixels pixels = Pictures.smooth(80, 60);
        GeneratedImage.Encoded file = new GeneratedImage.Encoded(Pictures.foreign(pixels, made));

        for (OutputFormat format : OutputFormat.values()) {
            EncodedImage encoded = encode(file, 80, 60, format, 95);

            assertThat(Pictures.meanDifference(Pictures.rgb(Pictures.read(encoded.file())), pixels.rgb()))
                    .as("%s from %s", format, made)
                    .isLessThan(4);
            assertThat(BackendFile.of(encoded.file()).is(format)).isTrue();
        }
    }

    /** Input and output decode alike: neither brightened grey nor colours of another profile, and upright. */
    @Test
    void aBackendsPicturesAreDecodedLikeThoseThatComeIn() throws IOException {
        BufferedImage greyAlpha = new BufferedImage(
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false, Transparency.TRANSLUCENT, 0),
                Raster.createInterleavedRaster(0, 64, 64, 2, null),
                false,
                null);
        for (int i = 0; i < 64 * 64; i++) {
            greyAlpha.getRaster().setPixel(i % 64, i / 64, new int[] {0x64, 255});
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(greyAlpha, "png", png);

        for (OutputFormat format : new OutputFormat[] {OutputFormat.JPEG, OutputFormat.WEBP}) {
            byte[] made = encode(new GeneratedImage.Encoded(png.toByteArray()), 64, 64, format, 95)
                    .file();
            assertThat(Pictures.read(made).getRGB(30, 30) & 0xff)
                    .as("%s", format)
                    .isBetween(0x62, 0x66);
        }
    }

    @Test
    void aBackendsPictureThatDoesNotStandUprightIsTurned() throws IOException {
        BufferedImage lying = new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB);
        lying.createGraphics().fillRect(0, 0, 40, 60); // Its left half is white: the upper one once it is turned right.
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(lying, "jpeg", jpeg);
        byte[] exif = "\u00ff\u00e1\0\"Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0"
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] turned = insert(jpeg.toByteArray(), 2, exif);

        for (OutputFormat format : OutputFormat.values()) {
            for (GeneratedImage.Content content :
                    List.of(new GeneratedImage.Encoded(turned), new GeneratedImage.Unsized(turned))) {
                BufferedImage made =
                        Pictures.read(encode(content, 60, 80, format, 95).file());
                assertThat(made.getWidth()).isEqualTo(60);
                assertThat(made.getRGB(30, 20) & 0xff).as("%s", format).isGreaterThan(240);
                assertThat(made.getRGB(30, 60) & 0xff).as("%s", format).isLessThan(16);
            }
        }
    }

    /** Progressive JPEGs have segments between their scans; comments and workflows may stand there as well as before. */
    @Test
    void segmentsBetweenTheScansOfABackendsJpegAreDropped() {
        byte[] plain = progressive(Pictures.smooth(80, 60));
        byte[] comment = "\u00ff\u00fe\0\23a secret workflow".getBytes(StandardCharsets.ISO_8859_1);
        byte[] withEnd = "\u00ff\u00ed\0\24a secret \u00ff\u00d9 within".getBytes(StandardCharsets.ISO_8859_1);
        byte[] talkative = plain;
        int scans = 0;
        for (int at = 2; at < talkative.length - 1; at++) {
            boolean scan = talkative[at] == (byte) 0xFF && talkative[at + 1] == (byte) 0xDA;
            if (scan) {
                talkative = insert(insert(talkative, at, comment), at, withEnd);
                at += comment.length + withEnd.length;
                scans++;
            }
        }
        assertThat(scans).isGreaterThan(3);

        byte[] passed = encode(new GeneratedImage.Encoded(talkative), 80, 60, OutputFormat.JPEG, 95)
                .file();

        assertThat(new String(passed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        assertThat(Pictures.rgb(Pictures.read(passed))).isEqualTo(Pictures.rgb(Pictures.read(plain)));
    }

    private static byte[] progressive(GeneratedImage.Pixels pixels) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.setOutput(out);
            writer.write(null, new IIOImage(Pictures.read(Pictures.foreign(pixels, "png")), null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    @Test
    void whatShinesThroughABackendsPngBecomesWhite() {
        BufferedImage clear = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            javax.imageio.ImageIO.write(clear, "png", out);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }

        byte[] jpeg = encode(new GeneratedImage.Encoded(out.toByteArray()), 64, 64, OutputFormat.JPEG, 95)
                .file();

        assertThat(Pictures.read(jpeg).getRGB(32, 32)).isEqualTo(0xFFFFFFFF);
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void aTruncatedFileIsTheBackendsFailureWhereverItEnds(OutputFormat made) {
        byte[] whole = encode(Pictures.drawn(64, 64), 64, 64, made, 80).file();

        for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 97)) {
            GeneratedImage.Encoded part = new GeneratedImage.Encoded(Arrays.copyOf(whole, length));
            for (OutputFormat asked : OutputFormat.values()) {
                assertThatThrownBy(() -> encode(part, 64, 64, asked, 80))
                        .as("%s of %d bytes cut to %d, asked as %s", made, whole.length, part.file().length, asked)
                        .isInstanceOf(BackendFailed.class)
                        .hasMessageMatching("The backend sent a picture that cannot be read: .+; try again");
            }
        }
    }

    @Test
    void brokenPixelsInAPngAreTheBackendsFailure() {
        byte[] file = Pictures.foreign(Pictures.drawn(64, 64), "png");
        file[file.length / 2] ^= 1;

        assertThatThrownBy(() -> encode(new GeneratedImage.Encoded(file), 64, 64, OutputFormat.PNG, 95))
                .isInstanceOf(BackendFailed.class)
                .hasMessageContaining("try again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Bad gateway</html>", "GIF89a", "{\"error\":\"no\"}", "RIFF....WEBP"})
    void whatIsNoPictureIsTheBackendsFailure(String body) {
        GeneratedImage.Encoded file = new GeneratedImage.Encoded(body.getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> encode(file, 64, 64, OutputFormat.PNG, 95)).isInstanceOf(BackendFailed.class);
    }

    @Test
    void anotherSizeThanPromisedIsTheBackendsFailure() {
        GeneratedImage.Encoded file = new GeneratedImage.Encoded(Pictures.foreign(Pictures.drawn(64, 65), "png"));

        assertThatThrownBy(() -> encode(file, 64, 64, OutputFormat.PNG, 95))
                .isInstanceOf(BackendFailed.class)
                .hasMessage("The backend made a picture of 64 x 65 instead of 64 x 64; try again");
    }

    @Test
    void aPictureAboveTheLimitIsNotLetThrough() {
        ImageEncoder strict = encoder(500);
        GeneratedImage.Encoded file = new GeneratedImage.Encoded(Pictures.foreign(Pictures.drawn(64, 64), "png"));

        assertThatThrownBy(() -> strict.encode(new GeneratedImage(0, 1, file), 64, 64, OutputFormat.PNG, 95))
                .isInstanceOf(BackendFailed.class)
                .hasMessage("The backend made a picture of " + file.file().length
                        + " bytes, more than the 500 that are let through; ask for a smaller one");
    }

    private EncodedImage encode(
            GeneratedImage.Content content, int width, int height, OutputFormat format, int quality) {
        return encoder.encode(new GeneratedImage(0, 1, content), width, height, format, quality);
    }

    private static ImageEncoder encoder(long maxBytes) {
        return new ImageEncoder(() -> new MemorySize(BigInteger.valueOf(maxBytes)));
    }

    /** The file with a chunk put in behind its header, whose chunk ends at byte 33. */
    private static byte[] withChunk(byte[] png, String type, String text) {
        byte[] data = (type + text).getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(data);
        ByteBuffer chunk = ByteBuffer.allocate(8 + data.length);
        chunk.putInt(data.length - 4).put(data).putInt((int) crc.getValue());
        return insert(png, 33, chunk.array());
    }

    private static byte[] insert(byte[] file, int at, byte[] part) {
        ByteBuffer out = ByteBuffer.allocate(file.length + part.length);
        return out.put(file, 0, at).put(part).put(file, at, file.length - at).array();
    }
}
