package dev.likeness.pose;

import java.util.Arrays;

/** How far pixels of a hue are at least, for each tile of a drawing: most lines between joints are nowhere near their limb's. */
final class HueTiles {

    /** Of a tile's side, as a power of two. */
    private static final int SHIFT = 4;

    private static final byte FAR = Byte.MAX_VALUE;

    /** Per hue the steps from each tile to the nearest that has the hue, diagonal ones too; at most {@link #FAR}. */
    private final byte[][] steps = new byte[Ink.HUES][];

    private final int columns;
    private final int rows;

    HueTiles(Ink ink) {
        this.columns = (ink.width() >> SHIFT) + 1;
        this.rows = (ink.height() >> SHIFT) + 1;
        for (int hue = 0; hue < Ink.HUES; hue++) {
            steps[hue] = new byte[columns * rows];
            Arrays.fill(steps[hue], FAR);
        }
        for (int y = 0; y < ink.height(); y++) {
            for (int x = 0; x < ink.width(); x++) {
                byte code = ink.at(x, y);
                if (code >= Ink.LIMB) {
                    steps[code - Ink.LIMB][(y >> SHIFT) * columns + (x >> SHIFT)] = 0;
                }
            }
        }
        for (byte[] ofOne : steps) {
            spread(ofOne);
        }
    }

    /** The distance transform in two passes, which is exact where diagonal steps count as one. */
    private void spread(byte[] ofOne) {
        for (int pass = 0; pass < 2; pass++) {
            int back = pass == 0 ? -1 : 1;
            for (int i = 0; i < columns * rows; i++) {
                int tile = pass == 0 ? i : columns * rows - 1 - i;
                int x = tile % columns, y = tile / columns;
                int least = ofOne[tile];
                least = Math.min(least, at(ofOne, x + back, y) + 1);
                for (int dx = -1; dx <= 1; dx++) {
                    least = Math.min(least, at(ofOne, x + dx, y + back) + 1);
                }
                ofOne[tile] = (byte) least;
            }
        }
    }

    private int at(byte[] ofOne, int x, int y) {
        return x < 0 || y < 0 || x >= columns || y >= rows ? FAR : ofOne[y * columns + x];
    }

    /**
     * Whether no pixel of the hue lies within the reach of a place, in pixels along either axis.
     *
     * @param x may lie outside of the drawing, as {@code y} may: then nothing is known, and it is not
     */
    boolean without(int hue, int x, int y, int reach) {
        int column = x >> SHIFT, row = y >> SHIFT;
        return column >= 0
                && row >= 0
                && column < columns
                && row < rows
                && (steps[hue][row * columns + column] - 1) << SHIFT >= reach;
    }
}
