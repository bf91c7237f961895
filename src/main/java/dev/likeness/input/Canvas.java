package dev.likeness.input;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;

/**
 * The upright picture while stored rows are written into it: a stored pixel goes straight to its upright place, so that
 * turning a picture takes no second array. A picture that is to be shrunk is box-filtered on the way: each pixel is the mean
 * of the square of {@code factor} by {@code factor} upright pixels that it stands for (of fewer at the right and bottom
 * edges), and only the sums of the boxes that rows are still to come for are held.
 */
final class Canvas {

    /** Of {@link BufferedImage#TYPE_INT_RGB}. */
    private static final int[] MASKS = {0xff0000, 0x00ff00, 0x0000ff};

    /** The sums of red, green and blue of a box stand in one number, so many bits each; 64 x 64 pixels of 255 take 20. */
    private static final int LANE = 21;

    private static final long LANE_MASK = (1L << LANE) - 1;

    private final BufferedImage image;
    private final int[] pixels;
    private final int factor;
    private final Boxes columns;
    private final Boxes rows;
    private final int origin;
    private final int columnStep;
    private final int rowStep;

    /** Of the boxes of one row of boxes, or of all of them where the stored rows come in several passes; none at full size. */
    private final long[] sums;

    private final boolean inPasses;

    /**
     * @param header of the picture as it is stored
     * @param factor by which it is shrunk, 1 to {@link #Picture.MOST_FACTOR}
     */
    Canvas(PictureHeader header, int factor) {
        this(header, factor, false, null);
    }

    /** For rows that come in several passes, each of which has some of the columns: all boxes are held until {@link #image}. */
    static Canvas inPasses(PictureHeader header, int factor) {
        return new Canvas(header, factor, true, null);
    }

    /** In the array that holds the stored pixels, row after row, where they need no turning; else in one of its own. */
    static Canvas over(PictureHeader header, int[] stored) {
        return new Canvas(header, 1, false, header.orientation() == Orientation.UPRIGHT ? stored : null);
    }

    private Canvas(PictureHeader header, int factor, boolean inPasses, int[] stored) {
        if (factor < 1 || factor > Picture.MOST_FACTOR) {
            throw new IllegalArgumentException(
                    "a picture is shrunk by 1 to " + Picture.MOST_FACTOR + ", not by " + factor);
        }
        PictureHeader result = header.shrunk(factor);
        this.factor = factor;
        this.inPasses = inPasses && factor > 1;
        this.pixels = stored == null ? new int[result.width() * result.height()] : stored;
        Orientation orientation = header.orientation();
        int width = result.uprightWidth();
        int height = result.uprightHeight();
        WritableRaster raster =
                Raster.createPackedRaster(new DataBufferInt(pixels, pixels.length), width, height, width, MASKS, null);
        image = new BufferedImage(new DirectColorModel(24, MASKS[0], MASKS[1], MASKS[2]), raster, false, null);
        int right = orientation.reversesX() ? -1 : 1;
        int down = orientation.reversesY() ? -width : width;
        columnStep = orientation.swapsSides() ? down : right;
        rowStep = orientation.swapsSides() ? right : down;
        origin = (orientation.reversesX() ? width - 1 : 0) + (orientation.reversesY() ? (height - 1) * width : 0);
        columns = new Boxes(header.width(), factor, columnStep < 0);
        rows = new Boxes(header.height(), factor, rowStep < 0);
        sums = new long[factor == 1 ? 0 : this.inPasses ? pixels.length : columns.count()];
    }

    /**
     * The boxes along a stored side. They are counted from the upright picture's left or top: where the stored coordinate
     * grows against it, the narrower box is the first one stored.
     *
     * @param length of the side, pixels
     */
    private record Boxes(int length, int factor, boolean reversed) {

        int count() {
            return (length + factor - 1) / factor;
        }

        /** Pixels that the first box lacks. */
        int shift() {
            return reversed ? count() * factor - length : 0;
        }

        int of(int at) {
            return (at + shift()) / factor;
        }

        int start(int box) {
            return Math.max(0, box * factor - shift());
        }

        int end(int box) {
            return Math.min(length, (box + 1) * factor - shift());
        }

        int size(int box) {
            return end(box) - start(box);
        }
    }

    /** Writes one stored row, 0xRRGGBB a pixel, whose pixels stand at {@code x, x + dx, x + 2 dx ...} of stored row {@code y}. */
    void row(int y, int x, int dx, int[] rgb, int count) {
        if (factor > 1) {
            int row = rows.of(y);
            add(inPasses ? row * columns.count() : 0, x, dx, rgb, count);
            if (!inPasses && y + 1 == rows.end(row)) {
                average(row, 0);
                Arrays.fill(sums, 0);
            }
            return;
        }
        int begin = origin + y * rowStep;
        if (dx * columnStep == 1) {
            System.arraycopy(rgb, 0, pixels, begin + x, count);
            return;
        }
        for (int i = 0, at = begin + x * columnStep; i < count; i++, at += dx * columnStep) {
            pixels[at] = rgb[i];
        }
    }

    private void add(int from, int x, int dx, int[] rgb, int count) {
        for (int i = 0, column = x; i < count; ) {
            int box = columns.of(column);
            int end = columns.end(box);
            long sum = 0;
            for (; i < count && column < end; i++, column += dx) {
                long c = rgb[i];
                sum += (c & 0xff0000) << 2 * LANE - 16 | (c & 0xff00) << LANE - 8 | c & 0xff;
            }
            sums[from + box] += sum;
        }
    }

    /** Writes a row of boxes, whose sums begin at {@code from}. */
    private void average(int row, int from) {
        int at = origin + row * rowStep;
        for (int box = 0; box < columns.count(); box++, at += columnStep) {
            long sum = sums[from + box];
            int area = columns.size(box) * rows.size(row);
            pixels[at] = mean(sum >>> 2 * LANE, area) << 16
                    | mean(sum >>> LANE & LANE_MASK, area) << 8
                    | mean(sum & LANE_MASK, area);
        }
    }

    private static int mean(long sum, int area) {
        return ((int) sum + area / 2) / area;
    }

    /** After the last row. */
    BufferedImage image() {
        for (int row = 0; inPasses && row < rows.count(); row++) {
            average(row, row * columns.count());
        }
        return image;
    }

    /** A colour with an alpha of 0..255 over white. */
    static int onWhite(int red, int green, int blue, int alpha) {
        int white = 255 * (255 - alpha) + 127;
        return (red * alpha + white) / 255 << 16 | (green * alpha + white) / 255 << 8 | (blue * alpha + white) / 255;
    }
}
