package dev.likeness.input;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/**
 * The upright picture while stored rows are written into it: a stored pixel goes straight to its upright place, so that
 * turning a picture takes no second array.
 */
final class Canvas {

    /** Of {@link BufferedImage#TYPE_INT_RGB}. */
    private static final int[] MASKS = {0xff0000, 0x00ff00, 0x0000ff};

    private final BufferedImage image;
    private final int[] pixels;
    private final int origin;
    private final int columnStep;
    private final int rowStep;

    Canvas(PictureHeader header) {
        this(header, new int[header.width() * header.height()]);
    }

    private Canvas(PictureHeader header, int[] pixels) {
        this.pixels = pixels;
        Orientation orientation = header.orientation();
        int width = header.uprightWidth();
        int height = header.uprightHeight();
        WritableRaster raster =
                Raster.createPackedRaster(new DataBufferInt(pixels, pixels.length), width, height, width, MASKS, null);
        image = new BufferedImage(new DirectColorModel(24, MASKS[0], MASKS[1], MASKS[2]), raster, false, null);
        int right = orientation.reversesX() ? -1 : 1;
        int down = orientation.reversesY() ? -width : width;
        columnStep = orientation.swapsSides() ? down : right;
        rowStep = orientation.swapsSides() ? right : down;
        origin = (orientation.reversesX() ? width - 1 : 0) + (orientation.reversesY() ? (height - 1) * width : 0);
    }

    /** In the array that holds the stored pixels, row after row, where they need no turning; else in one of its own. */
    static Canvas over(PictureHeader header, int[] stored) {
        return header.orientation() == Orientation.UPRIGHT ? new Canvas(header, stored) : new Canvas(header);
    }

    /** Writes one stored row, 0xRRGGBB a pixel, whose pixels stand at {@code x, x + dx, x + 2 dx ...} of stored row {@code y}. */
    void row(int y, int x, int dx, int[] rgb, int count) {
        int at = origin + y * rowStep + x * columnStep;
        int step = dx * columnStep;
        for (int i = 0; i < count; i++, at += step) {
            pixels[at] = rgb[i];
        }
    }

    BufferedImage image() {
        return image;
    }

    /** A colour with an alpha of 0..255 over white. */
    static int onWhite(int red, int green, int blue, int alpha) {
        int white = 255 * (255 - alpha) + 127;
        return (red * alpha + white) / 255 << 16 | (green * alpha + white) / 255 << 8 | (blue * alpha + white) / 255;
    }
}
