package dev.likeness.input;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
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

    private JpegPixels() {}

    static BufferedImage decode(JpegFile jpeg, int factor) {
        Raster raster = samples(jpeg, factor);
        PictureHeader header = jpeg.header().shrunk(factor);
        if (raster.getWidth() != header.width()
                || raster.getHeight() != header.height()
                || raster.getNumBands() != jpeg.components()) {
            throw Refusal.damaged("its headers disagree");
        }
        byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
        Canvas canvas = new Canvas(header, 1);
        Row row = row(jpeg, samples);
        int[] rgb = new int[header.width()];
        for (int y = 0; y < header.height(); y++) {
            row.toRgb(y * header.width() * jpeg.components(), rgb);
            canvas.row(y, 0, 1, rgb, rgb.length);
        }
        return canvas.image();
    }

    /** Fills an array of pixels from the samples that begin there. */
    private interface Row {
        void toRgb(int from, int[] rgb);
    }

    private static Row row(JpegFile jpeg, byte[] samples) {
        if (jpeg.components() == 3) {
            ColourSpace space = ColourSpace.ofIcc(jpeg.profile());
            return (from, rgb) -> space.toSrgb(samples, from, rgb);
        }
        JpegColours colours = new JpegColours(jpeg.components(), jpeg.transformed());
        return (from, rgb) -> colours.toRgb(samples, from, rgb);
    }

    private static Raster samples(JpegFile jpeg, int factor) {
        ImageReader reader = reader();
        boolean converted = jpeg.components() == 3 && jpeg.transformed();
        try (ByteInput input = new ByteInput(decodable(jpeg.file(), converted))) {
            JpegWarnings warnings = new JpegWarnings();
            reader.addIIOReadWarningListener(warnings);
            reader.setInput(input, true, true);
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(factor, factor, 0, 0);
            Raster raster = converted ? rgb(reader, param, jpeg.header().shrunk(factor)) : reader.readRaster(0, param);
            warnings.refuseDamage();
            return raster;
        } catch (IOException | IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException broken) {
            throw Refusal.damaged("its picture data");
        } finally {
            reader.dispose();
        }
    }

    /** Into samples that stand as libjpeg writes them, red first: of its own accord the reader would turn each pixel around. */
    private static Raster rgb(ImageReader reader, ImageReadParam param, PictureHeader header) throws IOException {
        WritableRaster raster =
                Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, header.width(), header.height(), 3, null);
        ColorModel colours = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        param.setDestination(new BufferedImage(colours, raster, false, null));
        reader.read(0, param);
        return raster;
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
