package dev.likeness.output;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import dev.likeness.error.BackendFailed;
import dev.likeness.generation.GeneratedImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads a backend's file when it is not what was asked for. */
final class FileDecoder {

    private FileDecoder() {}

    /** Opaque pixels; what shines through is white, as in the pictures that come in. */
    static GeneratedImage.Pixels decode(BareFile bare) {
        ImageReader reader = reader(bare.format());
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bare.file()))) {
            reader.setInput(in, true, true);
            return opaque(reader.read(0), bare);
        } catch (IOException | RuntimeException e) {
            throw new BackendFailed("The backend sent a picture that cannot be decoded; try again", e);
        } finally {
            reader.dispose();
        }
    }

    private static GeneratedImage.Pixels opaque(BufferedImage image, BareFile bare) {
        BufferedImage opaque = new BufferedImage(bare.width(), bare.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = opaque.createGraphics();
        graphics.drawImage(image, 0, 0, Color.WHITE, null);
        graphics.dispose();
        int[] rgb = ((DataBufferInt) opaque.getRaster().getDataBuffer()).getData();
        return new GeneratedImage.Pixels(bare.width(), bare.height(), rgb);
    }

    private static ImageReader reader(OutputFormat format) {
        if (format == OutputFormat.WEBP) {
            return new WebPImageReaderSpi().createReaderInstance(null);
        }
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(format.mediaType());
        if (!readers.hasNext()) {
            throw new IllegalStateException("this Java runtime reads no " + format.mediaType());
        }
        return readers.next();
    }
}
