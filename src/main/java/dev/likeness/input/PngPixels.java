package dev.likeness.input;

import java.awt.image.BufferedImage;

/**
 * Decodes a PNG row by row straight into the upright picture. The JDK's reader would hold a 16-bit picture whole, twice as
 * large as the result, and brighten grey ones, whose samples it takes for linear light.
 */
final class PngPixels {

    /** First column, first row, column step and row step of each Adam7 pass (clause 8.2). */
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static final int[][] WHOLE = {{0, 0, 1, 1}};

    private final PngFile png;
    private final int[] colours;
    private final int[] rgb;
    private final ColourSpace space;
    /** The shade of grey in sRGB for each one as it is stored. */
    private final int[] shades = new int[256];

    private final Canvas canvas;

    private PngPixels(PngFile png, int factor) {
        this.png = png;
        this.rgb = new int[png.header().width()];
        this.space = png.space();
        for (int grey = 0; grey < shades.length; grey++) {
            shades[grey] = grey * 0x010101;
        }
        space.toSrgb(shades, shades.length);
        this.colours = png.colourType() == 3 ? palette(png, space) : new int[0];
        this.canvas = png.interlaced() ? Canvas.inPasses(png.header(), factor) : new Canvas(png.header(), factor);
    }

    static BufferedImage decode(PngFile png, int factor) {
        return new PngPixels(png, factor).decode();
    }

    private BufferedImage decode() {
        int width = png.header().width();
        int height = png.header().height();
        try (PngRows rows = new PngRows(png)) {
            for (int[] pass : png.interlaced() ? ADAM7 : WHOLE) {
                int columns = (width - pass[0] + pass[2] - 1) / pass[2];
                rows.startPass();
                for (int y = pass[1]; y < height && columns > 0; y += pass[3]) {
                    expand(rows.next(columns), columns);
                    canvas.row(y, pass[0], pass[2], rgb, columns);
                }
            }
            rows.finish();
        }
        return canvas.image();
    }

    private void expand(byte[] row, int count) {
        switch (png.colourType()) {
            case 0 -> grey(row, count);
            case 2 -> colour(row, count);
            case 3 -> indexed(row, count);
            case 4 -> greyAlpha(row, count);
            default -> colourAlpha(row, count);
        }
    }

    private void grey(byte[] row, int count) {
        int depth = png.depth();
        int most = (1 << depth) - 1;
        int clear = png.transparency().length() > 0 ? png.transparency().u16(0) & most : -1;
        for (int i = 0; i < count; i++) {
            int sample = sample(row, i, depth);
            rgb[i] = sample == clear ? 0xffffff : shade(depth == 16 ? eight(sample) : sample * 255 / most) * 0x010101;
        }
    }

    private void greyAlpha(byte[] row, int count) {
        int depth = png.depth();
        for (int i = 0; i < count; i++) {
            int grey = shade(value(row, 2 * i, depth));
            rgb[i] = Canvas.onWhite(grey, grey, grey, value(row, 2 * i + 1, depth));
        }
    }

    /** Of grey as sRGB has it, both 0..255. */
    private int shade(int grey) {
        return shades[grey] & 0xff;
    }

    private void colour(byte[] row, int count) {
        int depth = png.depth();
        boolean keyed = png.transparency().length() > 0;
        for (int i = 0; i < count; i++) {
            rgb[i] = value(row, 3 * i, depth) << 16 | value(row, 3 * i + 1, depth) << 8 | value(row, 3 * i + 2, depth);
        }
        space.toSrgb(rgb, count);
        for (int i = 0; keyed && i < count; i++) {
            if (isKey(row, 3 * i, depth)) {
                rgb[i] = 0xffffff;
            }
        }
    }

    private void colourAlpha(byte[] row, int count) {
        int depth = png.depth();
        for (int i = 0; i < count; i++) {
            rgb[i] = value(row, 4 * i, depth) << 16 | value(row, 4 * i + 1, depth) << 8 | value(row, 4 * i + 2, depth);
        }
        space.toSrgb(rgb, count);
        for (int i = 0; i < count; i++) {
            int c = rgb[i];
            rgb[i] = Canvas.onWhite(c >> 16 & 0xff, c >> 8 & 0xff, c & 0xff, value(row, 4 * i + 3, depth));
        }
    }

    private void indexed(byte[] row, int count) {
        for (int i = 0; i < count; i++) {
            int index = sample(row, i, png.depth());
            if (index >= colours.length) {
                throw Refusal.damaged("a colour that its palette lacks");
            }
            rgb[i] = colours[index];
        }
    }

    private static int[] palette(PngFile file, ColourSpace space) {
        int[] table = new int[file.palette().length() / 3];
        for (int i = 0; i < table.length; i++) {
            table[i] = file.palette().u8(3 * i) << 16 | file.palette().u16(3 * i + 1);
        }
        space.toSrgb(table, table.length);
        for (int i = 0; i < Math.min(table.length, file.transparency().length()); i++) {
            int c = table[i];
            table[i] = Canvas.onWhite(
                    c >> 16 & 0xff, c >> 8 & 0xff, c & 0xff, file.transparency().u8(i));
        }
        return table;
    }

    private boolean isKey(byte[] row, int first, int depth) {
        int most = (1 << depth) - 1;
        for (int k = 0; k < 3; k++) {
            if (sample(row, first + k, depth) != (png.transparency().u16(2 * k) & most)) {
                return false;
            }
        }
        return true;
    }

    /** The sample at its full depth. */
    private static int sample(byte[] row, int index, int depth) {
        return switch (depth) {
            case 8 -> row[index] & 0xff;
            case 16 -> (row[2 * index] & 0xff) << 8 | row[2 * index + 1] & 0xff;
            default -> {
                int bit = index * depth;
                yield row[bit >> 3] >> 8 - depth - (bit & 7) & (1 << depth) - 1;
            }
        };
    }

    /** A sample of 8 or 16 bits as 0..255. */
    private static int value(byte[] row, int index, int depth) {
        return depth == 8 ? row[index] & 0xff : eight(sample(row, index, 16));
    }

    /** The nearest of 0..255 to a sample of 0..65535. */
    private static int eight(int sample) {
        return (sample * 255 + 32895) >> 16;
    }
}
