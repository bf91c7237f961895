package dev.likeness.input;

import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/**
 * What the JDK's JPEG reader takes for the picture that it writes into, row by row. It keeps none of them: each is passed on
 * while the processor's cache has it. An array of all of them would take three bytes a pixel beside the four of the canvas.
 */
final class PassingRaster extends WritableRaster {

    /** Red first, as libjpeg writes them: for other orders the reader would turn each pixel around. */
    private static final int[] BANDS = {0, 1, 2};

    private final JpegPixels.Rows rows;

    PassingRaster(int width, int height, JpegPixels.Rows rows) {
        super(
                new PixelInterleavedSampleModel(
                        DataBuffer.TYPE_BYTE, width, height, BANDS.length, width * BANDS.length, BANDS),
                new DataBufferByte(0),
                new Point());
        this.rows = rows;
    }

    /** As which the reader is given it. */
    BufferedImage image() {
        return new BufferedImage(
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        false,
                        false,
                        Transparency.OPAQUE,
                        DataBuffer.TYPE_BYTE),
                this,
                false,
                null);
    }

    /** @param row one of the whole width, in an array of its own */
    @Override
    public void setRect(int x, int y, Raster row) {
        rows.take(y, ((DataBufferByte) row.getDataBuffer()).getData(), 0);
    }
}
