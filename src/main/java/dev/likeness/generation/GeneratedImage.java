package dev.likeness.generation;

import java.util.Locale;

/**
 * A finished sample.
 *
 * @param sample counted from 0
 * @param seed the seed that made it
 */
public record GeneratedImage(int sample, long seed, Content content) implements GenerationEvent {

    /** Either a file or pixels, whichever the backend has; who encodes it converts only when it must. */
    public sealed interface Content permits Encoded, Unsized, Pixels {}

    /**
     * An image file as the backend made it: PNG, JPEG or WebP.
     *
     * @param file not a copy: do not write to it
     */
    public record Encoded(byte[] file) implements Content {}

    /**
     * An image file of a backend whose sizes cannot be relied on: whoever encodes it brings it to the size that was promised.
     *
     * @param file not a copy: do not write to it
     */
    public record Unsized(byte[] file) implements Content {}

    /**
     * Opaque 8-bit sRGB pixels.
     *
     * @param rgb width times height values 0xRRGGBB, row by row from the top left; not a copy: do not write to it
     */
    public record Pixels(int width, int height, int[] rgb) implements Content {

        public Pixels {
            if (rgb.length != width * height) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "%d pixels do not make %d x %d", rgb.length, width, height));
            }
        }
    }
}
