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
 * colour profiles and contradictory metadata, on which it gives up, never come into play. YCbCr comes out of libjpeg as
 * RGB, which costs next to nothing there; other components as they are stored, so that CMYK and YCCK, which the reader does
 * not convert, take the same way as the rest.
 */
final class JpegPixels {

    /** The application data that says: YCbCr (JFIF 1.02). Without it the reader guesses by how coarse its colours are. */
    private static final byte[] JFIF = {
        (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 2, 0, 0, 1, 0, 1, 0, 0
    };

    /** Held while a large picture is decoded that libjpeg gives only whole: one at a time, or many would fill the memory. */
    private static final Object WHOLE = new Object();

    private JpegPixels() {}

    /**
     * What libjpeg warns of is damage, with one exception: surplus bytes before a marker, which some scanners and cameras
     * write and which cost no pixel. But of all its warnings only the first is heard, so that such a file is decoded once
     * more without these bytes; then every warning is damage.
     */
    static BufferedImage decode(JpegFile jpeg, int factor) {
        JpegWarnings warnings = new JpegWarnings();
        BufferedImage image = decode(jpeg, factor, warnings);
        if (warnings.onlySurplus()) {
            warnings = new JpegWarnings();
            image = decode(jpeg.whole(), factor, warnings);
        }
        if (warnings.any()) {
            throw Refusal.damaged("part of its picture data is missing or unreadable");
        }
        return image;
    }

    private static BufferedImage decode(JpegFile jpeg, int factor, JpegWarnings warnings) {
        boolean converted = jpeg.components() == 3 && jpeg.transformed();
        if (converted || factor == 1) {
            return decode(jpeg, factor, converted, warnings);
        }
        synchronized (WHOLE) {
            return decode(jpeg, factor, false, warnings);
        }
    }

    private static BufferedImage decode(JpegFile jpeg, int factor, boolean converted, JpegWarnings warnings) {
        PictureHeader header = jpeg.header();
        Canvas canvas = new Canvas(header, factor);
        Rows rows = rows(jpeg, header.width(), canvas);
        ImageReader reader = reader();
        try (ByteInput input = new ByteInput(decodable(jpeg.file(), converted))) {
            reader.addIIOReadWarningListener(warnings);
            reader.setInput(input, true, true);
            ImageReadParam param = reader.getDefaultReadParam();
            if (converted) {
                param.setDestination(new PassingRaster(header.width(), header.height(), rows).image());
                reader.read(0, param);
            } else {
                pass(reader.readRaster(0, param), header, jpeg.components(), rows);
            }
            return canvas.image();
        } catch (IOException | IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException broken) {
            throw Refusal.damaged("its picture data");
        } finally {
            reader.dispose();
        }
    }

    private static Rows rows(JpegFile jpeg, int width, Canvas canvas) {
        int[] rgb = new int[width];
        if (jpeg.components() == 3) {
            ColourSpace space = ColourSpace.ofIcc(jpeg.profile());
            return (y, samples, from) -> {
                space.toSrgb(samples, from, rgb);
                canvas.row(y, 0, 1, rgb, width);
            };
        }
        JpegColours colours = new JpegColours(jpeg.components(), jpeg.transformed());
        return (y, samples, from) -> {
            colours.toRgb(samples, from, rgb);
            canvas.row(y, 0, 1, rgb, width);
        };
    }

    static void pass(Raster stored, PictureHeader header, int components, Rows rows) {
        if (stored.getWidth() != header.width()
                || stored.getHeight() != header.height()
                || stored.getNumBands() != components) {
            throw Refusal.damaged("its headers disagree");
        }
        byte[] samples = ((DataBufferByte) stored.getDataBuffer()).getData();
        for (int y = 0; y < header.height(); y++) {
            rows.take(y, samples, y * header.width() * components);
        }
    }

    /** Where rows go, whose interleaved samples begin there. */
    interface Rows {
        void take(int y, byte[] samples, int from);
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
    private static ByteSlice decodable(ByteSlice file, boolean jfif) {
        byte[] kept = new byte[file.length() + JFIF.length];
        kept[0] = (byte) 0xff;
        kept[1] = (byte) JpegFile.SOI;
        int[] length = {2};
        if (jfif) {
            System.arraycopy(JFIF, 0, kept, length[0], JFIF.length);
            length[0] += JFIF.length;
        }
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
