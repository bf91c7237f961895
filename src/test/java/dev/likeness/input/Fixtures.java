package dev.likeness.input;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPImageWriterSpi;
import com.luciad.imageio.webp.WebPWriteParam;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes picture files for tests, and takes them apart. */
final class Fixtures {

    private Fixtures() {}

    /** Smooth, so that lossy formats keep it, and different in each corner, so that it shows how it stands. */
    static int colour(int x, int y, int width, int height) {
        return 40 + 180 * x / width << 16 | 40 + 180 * y / height << 8 | 90;
    }

    static BufferedImage picture(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colour(x, y, width, height));
            }
        }
        return image;
    }

    static byte[] png(int width, int height) {
        return Pngs.of(width, height, (x, y, c) -> colour(x, y, width, height) >> 16 - 8 * c & 0xff);
    }

    static byte[] jpeg(BufferedImage image, boolean progressive) {
        return jpeg(new IIOImage(image, null, null), progressive);
    }

    static byte[] jpeg(int width, int height) {
        return jpeg(picture(width, height), false);
    }

    /** With the samples of {@code pixels}, a row of bands a pixel, as they stand: no colour conversion and no marker for it. */
    static byte[] jpeg(int width, int height, int bands, int[]... pixels) {
        WritableRaster raster = Raster.createInterleavedRaster(0, width, height, bands, null);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                raster.setPixel(x, y, pixels[x * pixels.length / width]);
            }
        }
        return jpeg(new IIOImage(raster, null, null), false);
    }

    /** With a restart marker after each so many MCUs. */
    static byte[] jpegWithRestarts(BufferedImage image, int interval, boolean progressive) {
        ImageWriter writer = jpegWriter();
        try {
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
            IIOMetadataNode tree = (IIOMetadataNode) metadata.getAsTree("javax_imageio_jpeg_image_1.0");
            IIOMetadataNode restarts = new IIOMetadataNode("dri");
            restarts.setAttribute("interval", Integer.toString(interval));
            IIOMetadataNode segments = (IIOMetadataNode) tree.getLastChild();
            segments.insertBefore(restarts, segments.getLastChild());
            metadata.setFromTree("javax_imageio_jpeg_image_1.0", tree);
            return jpeg(new IIOImage(image, null, metadata), progressive);
        } catch (IIOInvalidTreeException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImageWriter jpegWriter() {
        ImageWriter writer = null;
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
        while (writer == null) {
            ImageWriter next = writers.next();
            writer = next.getClass().getName().startsWith("com.sun.imageio.") ? next : null;
        }
        return writer;
    }

    private static byte[] jpeg(IIOImage image, boolean progressive) {
        ImageWriter writer = jpegWriter();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(0.98f);
        if (progressive) {
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        }
        return write(writer, image, param);
    }

    static byte[] webp(BufferedImage image, boolean lossless) {
        ImageWriter writer = new WebPImageWriterSpi().createWriterInstance(null);
        WebPWriteParam param = (WebPWriteParam) writer.getDefaultWriteParam();
        param.setCompressionType(lossless ? CompressionType.Lossless : CompressionType.Lossy);
        param.setCompressionQuality(0.95f);
        return write(writer, new IIOImage(image, null, null), param);
    }

    static byte[] webp(int width, int height) {
        return webp(picture(width, height), false);
    }

    private static byte[] write(ImageWriter writer, IIOImage image, ImageWriteParam param) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, image, param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** An EXIF block, without any prefix, that says only how the picture stands. */
    static byte[] exif(int orientation, ByteOrder order) {
        return ByteBuffer.allocate(26)
                .order(order)
                .put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    /** With a segment put behind a JPEG's SOI. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] body) {
        return joined(
                Arrays.copyOf(jpeg, 2),
                new byte[] {(byte) 0xff, (byte) marker, (byte) (body.length + 2 >> 8), (byte) (body.length + 2)},
                body,
                Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    static byte[] withExif(byte[] jpeg, byte[] exif) {
        return withSegment(jpeg, 0xe1, joined("Exif\0\0".getBytes(StandardCharsets.US_ASCII), exif));
    }

    /** Of the simple form, rewritten in the extended one with further chunks behind its picture. */
    static byte[] extended(byte[] webp, int width, int height, byte[]... chunks) {
        byte[] frame = ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x08)
                .put(new byte[] {(byte) (width - 1), (byte) (width - 1 >> 8), 0})
                .put(new byte[] {(byte) (height - 1), (byte) (height - 1 >> 8), 0})
                .array();
        byte[] body = joined(riffChunk("VP8X", frame), Arrays.copyOfRange(webp, 12, webp.length), joined(chunks));
        return riff(body);
    }

    static byte[] riff(byte[] body) {
        return joined(
                "RIFF".getBytes(StandardCharsets.US_ASCII),
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(body.length + 4)
                        .array(),
                "WEBP".getBytes(StandardCharsets.US_ASCII),
                body);
    }

    static byte[] riffChunk(String name, byte[] data) {
        ByteBuffer chunk =
                ByteBuffer.allocate(8 + data.length + (data.length & 1)).order(ByteOrder.LITTLE_ENDIAN);
        return chunk.put(name.getBytes(StandardCharsets.US_ASCII))
                .putInt(data.length)
                .put(data)
                .array();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
