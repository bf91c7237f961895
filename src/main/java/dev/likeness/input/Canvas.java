package dev.likeness.input;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/**
 * The upright picture while stored rows are written into it: a stored pixel goes straight to its upright place, so that
 * turning a picture takes no second array. Of a picture that is to be shrunk, only every factor-th column and row is kept.
 */
final class Canvas {

    /** Of {@link BufferedImage#TYPE_INT_RGB}. */
    private static final int[] MASKS = {0xff0000, 0x00ff00, 0x0000ff};

    private final BufferedImage image;
    private final int[] pixels;
    private final int factor;
    private final int origin;
    private final int columnStep;
    private final int rowStep;

    Canvas(PictureHeader header, int factor) {
        this(header.shrunk(factor), factor, null);
    }

    /**
     * @param header of the picture as it comes out
     * @param stored where it comes out; null for an array of its own
     */
    private Canvas(PictureHeader header, int factor, int[] stored) {
        this.factor = factor;
        this.pixels = stored == null ? new int[header.width() * header.height()] : stored;
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
        return header.orientation() == Orientation.UPRIGHT ? new Canvas(header, 1, stored) : new Canvas(header, 1);
    }

    /** Writes one stored row, 0xRRGGBB a pixel, whose pixels stand at {@code x, x + dx, x + 2 dx ...} of stored row {@code y}. */
    void row(int y, int x, int dx, int[] rgb, int count) {
        if (y % factor != 0) {
            return;
        }
        int begin = origin + y / factor * rowStep;
        if (factor == 1 && dx * columnStep == 1) {
            System.arraycopy(rgb, 0, pixels, begin + x, count);
            return;
        }
        if (factor == 1) {
            for (int i = 0, at = begin + x * columnStep; i < count; i++, at += dx * columnStep) {
                pixels[at] = rgb[i];
            }
            return;
        }
        for (int i = 0, column = x; i < count; i++, column += dx) {
            if (column % factor == 0) {
                pixels[begin + column / factor * columnStep] = rgb[i];
            }
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
