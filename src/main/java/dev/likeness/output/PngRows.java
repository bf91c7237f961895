package dev.likeness.output;

/**
 * Filters rows of pixels for PNG: each with whichever of Sub, Up and Paeth leaves the smallest numbers, the heuristic of
 * the PNG specification (12.8). None and Average hardly ever win on pictures.
 */
final class PngRows {

    private static final int SUB = 1, UP = 2, PAETH = 4;

    private final int width;
    private byte[] row;
    private byte[] above;
    private final byte[] sub;
    private final byte[] up;
    private final byte[] paeth;

    PngRows(int width) {
        this.width = width;
        int bytes = 3 * width;
        this.row = new byte[bytes];
        this.above = new byte[bytes];
        this.sub = filtered(bytes, SUB);
        this.up = filtered(bytes, UP);
        this.paeth = filtered(bytes, PAETH);
    }

    private static byte[] filtered(int bytes, int filter) {
        byte[] row = new byte[1 + bytes];
        row[0] = (byte) filter;
        return row;
    }

    /** The filter's byte and the filtered bytes of a row; valid until the next call. Rows come in order. */
    byte[] filter(int[] rgb, int y) {
        byte[] swap = above;
        above = row;
        row = swap;
        unpack(rgb, y * width);
        return apply();
    }

    private void unpack(int[] rgb, int start) {
        for (int x = 0, i = 0; x < width; x++) {
            int pixel = rgb[start + x];
            row[i++] = (byte) (pixel >> 16);
            row[i++] = (byte) (pixel >> 8);
            row[i++] = (byte) pixel;
        }
    }

    private byte[] apply() {
        int subCost = 0, upCost = 0, paethCost = 0;
        for (int i = 0; i < row.length; i++) {
            int value = row[i];
            int left = i < 3 ? 0 : row[i - 3] & 0xFF;
            int over = above[i] & 0xFF;
            int leftOver = i < 3 ? 0 : above[i - 3] & 0xFF;
            byte bySub = (byte) (value - left);
            byte byUp = (byte) (value - over);
            byte byPaeth = (byte) (value - predict(left, over, leftOver));
            sub[i + 1] = bySub;
            up[i + 1] = byUp;
            paeth[i + 1] = byPaeth;
            subCost += Math.abs(bySub);
            upCost += Math.abs(byUp);
            paethCost += Math.abs(byPaeth);
        }
        if (upCost <= subCost && upCost <= paethCost) {
            return up;
        }
        return subCost <= paethCost ? sub : paeth;
    }

    private static int predict(int left, int over, int leftOver) {
        int byLeft = Math.abs(over - leftOver);
        int byOver = Math.abs(left - leftOver);
        int byBoth = Math.abs(left + over - 2 * leftOver);
        if (byLeft <= byOver && byLeft <= byBoth) {
            return left;
        }
        return byOver <= byBoth ? over : leftOver;
    }
}
