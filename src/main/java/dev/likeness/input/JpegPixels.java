package dev.likeness.input;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * Decodes a JPEG with the JDK's reader (libjpeg), which is handed only what decoding needs: its ways with thumbnails,
 * colour profiles and contradictory metadata, on which it gives up, never come into play. It returns the components as
 * they are stored, so that CMYK and YCCK, which it does not convert, take the same way as the rest.
 */
final class JpegPixels {

    private JpegPixels() {}

    static BufferedImage decode(JpegFile jpeg, int factor) {
        Raster raster = components(jpeg, factor);
        PictureHeader header = jpeg.header().shrunk(factor);
        if (raster.getWidth() != header.width()
                || raster.getHeight() != header.height()
                || raster.getNumBands() != jpeg.components()) {
            throw Refusal.damaged("its headers disagree");
        }
        byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
        JpegColours colours = new JpegColours(jpeg.components(), jpeg.transformed());
        ColourSpace space = jpeg.components() == 3 ? ColourSpace.ofIcc(jpeg.profile()) : ColourSpace.srgb();
        Canvas canvas = new Canvas(header, 1);
        int[] rgb = new int[header.width()];
        for (int y = 0; y < header.height(); y++) {
            colours.toRgb(samples, y * header.width() * jpeg.components(), rgb);
            space.toSrgb(rgb, rgb.length);
            canvas.row(y, 0, 1, rgb, rgb.length);
        }
        return canvas.image();
    }

    private static Raster components(JpegFile jpeg, int factor) {
        ImageReader reader = reader();
        try (ByteInput input = new ByteInput(decodable(jpeg.file()))) {
            JpegWarnings warnings = new JpegWarnings();
            reader.addIIOReadWarningListener(warnings);
            reader.setInput(input, true, true);
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(factor, factor, 0, 0);
            Raster raster = reader.readRaster(0, param);
            warnings.refuseDamage();
            return raster;
        } catch (IOException | IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException broken) {
            throw Refusal.damaged("its picture data");
        } finally {
            reader.dispose();
        }
    }

    /** The JDK's own reader, whichever others the class path brings. */
    private static ImageReader reader() {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
                return reader;
            }
            reader.dispose();
        }
        throw new IllegalStateException("this Java runtime has no JPEG reader");
    }

    /** The file without its APPn and comment segments, and without what stands between or after its segments. */
    private static ByteSlice decodable(ByteSlice file) {
        byte[] kept = new byte[file.length()];
        kept[0] = (byte) 0xff;
        kept[1] = (byte) JpegFile.SOI;
        int[] length = {2};
        JpegMarkers.walk(file, (marker, body, whole) -> {
            if (marker < 0xe0 || marker == 0xff) {
                System.arraycopy(whole.array(), whole.from(), kept, length[0], whole.length());
                length[0] += whole.length();
            }
        });
        kept[length[0]++] = (byte) 0xff;
        kept[length[0]++] = (byte) JpegFile.EOI;
        return new ByteSlice(kept, 0, length[0]);
    }
}
