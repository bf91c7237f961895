package dev.likeness.generation.preview;

/** The picture while it is drawn: pixels, and how much of each the figures cover. */
final class Canvas {

    final int width;
    final int height;
    final int[] rgb;

    /** 0 where the backdrop shows .. 127 where a figure covers it. */
    final byte[] covered;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        this.rgb = new int[width * height];
        this.covered = new byte[width * height];
    }

    void cover(int index, int colour, double alpha) {
        rgb[index] = Colour.mix(rgb[index], colour, alpha);
        covered[index] = (byte) Math.max(covered[index], (int) (alpha * 127));
    }

    /** Darkens what is already drawn of the figures there, but never the backdrop. */
    void shade(int index, double strength) {
        int cover = covered[index];
        if (cover > 0) {
            rgb[index] = Colour.scaled(rgb[index], 1 - strength * cover / 127);
        }
    }
}
