package dev.likeness.input;

/**
 * How large a picture may be.
 *
 * @param bytes of the encoded file
 * @param pixels width times height
 * @param minSide in pixels
 * @param maxSide in pixels
 */
public record PictureLimits(int bytes, int pixels, int minSide, int maxSide) {

    static PictureLimits of(InputConfig config) {
        // A Java array is the most that a file is held in.
        long bytes = Math.min(config.maxBytes().asLongValue(), Integer.MAX_VALUE - 8);
        return new PictureLimits((int) bytes, config.maxPixels(), config.minSide(), config.maxSide());
    }

    void checkBytes(long length) {
        if (length > bytes) {
            throw new Refusal("larger than " + inWords(bytes) + "; send a smaller file");
        }
    }

    /** Unsigned 32-bit sides, as a header may claim them. */
    void checkSides(long width, long height) {
        if (width == 0 || height == 0) {
            throw Refusal.damaged("its header says " + width + "x" + height + " pixels");
        }
        if (Math.min(width, height) < minSide) {
            throw new Refusal("only " + width + "x" + height + " pixels; each side must have at least " + minSide);
        }
        if (Math.max(width, height) > maxSide) {
            throw new Refusal(width + "x" + height + " pixels; each side may have at most " + maxSide);
        }
        if (width * height > pixels) {
            throw new Refusal(
                    width + "x" + height + " pixels; at most " + pixels / 1_000_000 + " megapixels are accepted");
        }
    }

    private static String inWords(int bytes) {
        return bytes >= 1 << 20 && bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : bytes + " bytes";
    }
}
