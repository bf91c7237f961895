package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Touching pixels of one colour.
 *
 * @param pixels indices y * width + x
 */
record Blob(int[] pixels, int left, int top, int right, int bottom) {

    int width() {
        return right - left + 1;
    }

    int height() {
        return bottom - top + 1;
    }

    double centreX() {
        return (left + right) / 2.0;
    }

    double centreY() {
        return (top + bottom) / 2.0;
    }

    /** Whether it fills its box as a circle does (pi/4, coarsened by few pixels), and the box is a square. */
    boolean round() {
        double fill = pixels.length / (double) (width() * height());
        return width() >= 3 && Math.abs(width() - height()) <= 1 + width() / 8 && fill > 0.5 && fill < 0.93;
    }

    /** Pixels between the boxes, along the axis where they are further apart; negative when they overlap. */
    int gap(Blob other) {
        int across = Math.max(left, other.left) - Math.min(right, other.right);
        int down = Math.max(top, other.top) - Math.min(bottom, other.bottom);
        return Math.max(across, down) - 1;
    }

    Blob with(Blob other) {
        int[] both = Arrays.copyOf(pixels, pixels.length + other.pixels.length);
        System.arraycopy(other.pixels, 0, both, pixels.length, other.pixels.length);
        return new Blob(
                both,
                Math.min(left, other.left),
                Math.min(top, other.top),
                Math.max(right, other.right),
                Math.max(bottom, other.bottom));
    }

    /**
     * The blobs of a set of pixels, diagonal neighbours included.
     *
     * @param pixels indices in ascending order
     * @param width of the picture
     */
    static List<Blob> of(int[] pixels, int width, ReadingBudget budget) {
        List<Blob> blobs = new ArrayList<>();
        budget.spend(9L * pixels.length);
        BitSet open = new BitSet();
        for (int pixel : pixels) {
            open.set(pixel);
        }
        int[] queue = new int[pixels.length];
        for (int pixel : pixels) {
            if (open.get(pixel)) {
                blobs.add(grow(pixel, width, open, queue));
            }
        }
        return blobs;
    }

    /** @param open pixels that no blob has yet; those of the new one are taken out of it */
    private static Blob grow(int start, int width, BitSet open, int[] queue) {
        int left = Integer.MAX_VALUE, top = Integer.MAX_VALUE, right = -1, bottom = -1, size = 0;
        queue[0] = start;
        open.clear(start);
        for (int filled = 1; size < filled; size++) {
            int pixel = queue[size];
            int x = pixel % width, y = pixel / width;
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
            for (int dy = y == 0 ? 0 : -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int neighbour = pixel + dy * width + dx;
                    if (x + dx >= 0 && x + dx < width && open.get(neighbour)) {
                        open.clear(neighbour);
                        queue[filled++] = neighbour;
                    }
                }
            }
        }
        return new Blob(Arrays.copyOf(queue, size), left, top, right, bottom);
    }
}
