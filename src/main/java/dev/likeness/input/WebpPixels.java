package dev.likeness.input;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPReadParam;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * Decodes WebP with libwebp. Its options are made when the first WebP comes, since that loads the native library, and then
 * kept: the binding never frees one (its cleaner keeps what it should clean alive), and decoding only reads them.
 */
final class WebpPixels {

    private WebPReadParam options;

    BufferedImage decode(WebpFile webp, int factor) {
        if (factor == 1) {
            return whole(webp, factor);
        }
        // libwebp decodes a large picture whole: one at a time, so that it is not many of them that fill the memory.
        synchronized (this) {
            return whole(webp, factor);
        }
    }

    private BufferedImage whole(WebpFile webp, int factor) {
        PictureHeader header = webp.header();
        BufferedImage stored = read(webp);
        if (stored.getWidth() != header.width() || stored.getHeight() != header.height()) {
            throw Refusal.damaged("its headers disagree");
        }
        int[] argb = ((DataBufferInt) stored.getRaster().getDataBuffer()).getData();
        boolean alpha = stored.getColorModel().hasAlpha();
        ColourSpace space = ColourSpace.ofIcc(webp.profile());
        Canvas canvas = factor == 1 ? Canvas.over(header, argb) : new Canvas(header, factor);
        int width = header.width();
        int[] row = new int[width];
        for (int y = 0; y < header.height(); y++) {
            System.arraycopy(argb, y * width, row, 0, width);
            space.toSrgb(row, width);
            for (int x = 0; x < width; x++) {
                int c = row[x];
                row[x] = alpha
                        ? Canvas.onWhite(c >> 16 & 0xff, c >> 8 & 0xff, c & 0xff, argb[y * width + x] >>> 24)
                        : c & 0xffffff;
            }
            canvas.row(y, 0, 1, row, width);
        }
        return canvas.image();
    }

    private BufferedImage read(WebpFile webp) {
        ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
        try (ByteInput input = new ByteInput(webp.file())) {
            reader.setInput(input, true, true);
            return reader.read(0, options());
        } catch (IOException | IllegalArgumentException broken) {
            throw Refusal.damaged("its picture data");
        } finally {
            reader.dispose();
        }
    }

    private synchronized WebPReadParam options() {
        if (options == null) {
            options = new WebPReadParam();
        }
        return options;
    }
}
