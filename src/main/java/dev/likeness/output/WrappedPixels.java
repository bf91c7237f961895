package dev.likeness.output;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** An image around given pixels, for writers that want one; nothing is copied, so nothing may be drawn on it. */
final class WrappedPixels extends BufferedImage {

    private static final int RED = 0xFF0000, GREEN = 0xFF00, BLUE = 0xFF;

    WrappedPixels(int width, int height, int[] rgb) {
        super(new DirectColorModel(24, RED, GREEN, BLUE), raster(width, height, rgb), false, null);
    }

    private static WritableRaster raster(int width, int height, int[] rgb) {
        return Raster.createPackedRaster(
                new DataBufferInt(rgb, rgb.length), width, height, width, new int[] {RED, GREEN, BLUE}, null);
    }

    /** The pixels themselves: BufferedImage would hand out a copy, of 64 MiB at 4096 x 4096, and the WebP writer asks. */
    @Override
    public Raster getData() {
        return getRaster();
    }
}
