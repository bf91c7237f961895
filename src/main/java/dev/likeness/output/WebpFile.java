package dev.likeness.output;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPImageWriterSpi;
import com.luciad.imageio.webp.WebPWriteParam;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriter;

/**
 * Writes lossy WebP through libwebp.
 *
 * <p>The settings of each quality are made once and kept: the library never gives their native memory back (it registers
 * them with a cleaner that holds on to them). libwebp only reads them, so that pictures may share them.
 */
final class WebpFile {

    /** libwebp's effort, 0..6: above 3 it takes half as long again for a few per cent of size. */
    private static final int METHOD = 3;

    private final Map<Integer, WebPWriteParam> params = new ConcurrentHashMap<>();

    byte[] of(BufferedImage image, int quality) {
        ImageWriter writer = new WebPImageWriterSpi().createWriterInstance(null);
        GrowingFile file = new GrowingFile(0);
        try {
            writer.setOutput(file);
            writer.write(null, new IIOImage(image, null, null), params.computeIfAbsent(quality, WebpFile::param));
            return file.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a WebP could not be written to memory", e);
        } finally {
            writer.dispose();
        }
    }

    private static WebPWriteParam param(int quality) {
        WebPWriteParam param = new WebPWriteParam(Locale.ROOT);
        param.setCompressionType(CompressionType.Lossy);
        param.setCompressionQuality(quality / 100f);
        param.setMethod(METHOD);
        return param;
    }
}
