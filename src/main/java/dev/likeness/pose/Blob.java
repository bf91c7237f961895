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
    static List<Blob> of(int[] pixels, int width) {
        List<Blob> blobs = new ArrayList<>();
        BitSet taken = new BitSet(pixels.length);
        int[] stack = new int[pixels.length];
        for (int start = 0; start < pixels.length; start++) {
            if (!taken.get(start)) {
                blobs.add(grow(pixels, width, start, taken, stack));
            }
        }
        return blobs;
    }

    private static Blob grow(int[] pixels, int width, int start, BitSet taken, int[] stack) {
        int left = Integer.MAX_VALUE, top = Integer.MAX_VALUE, right = -1, bottom = -1, size = 0;
        stack[0] = start;
        taken.set(start);
        for (int filled = 1; size < filled; size++) {
            int pixel = pixels[stack[size]];
            int x = pixel % width, y = pixel / width;
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    if (x + dx >= 0 && x + dx < width) {
                        int neighbour = Arrays.binarySearch(pixels, pixel + dy * width + dx);
                        if (neighbour >= 0 && !taken.get(neighbour)) {
                            taken.set(neighbour);
                            stack[filled++] = neighbour;
                        }
                    }
                }
            }
        }
        int[] members = new int[size];
        for (int i = 0; i < size; i++) {
            members[i] = pixels[stack[i]];
        }
        return new Blob(members, left, top, right, bottom);
    }
}
