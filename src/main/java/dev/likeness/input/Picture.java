package dev.likeness.input;

import java.awt.image.BufferedImage;

/**
 * A picture that a caller sent, whose header has been read and whose size is within the limits. Its pixels are decoded
 * only when somebody needs them, and then each time anew: whoever needs them twice keeps them.
 */
public interface Picture {

    /** Pixels along the longer side that {@link #upright()} leaves at least, of pictures that have them; models see fewer. */
    int UPRIGHT_DETAIL = 2048;

    /** The request field it came in, for messages: {@code face_image} or {@code pose_image}. */
    String field();

    ImageFormat format();

    /** Width in pixels once the picture stands upright (EXIF orientation applied). */
    int width();

    /** Height in pixels once the picture stands upright (EXIF orientation applied). */
    int height();

    /** The file as it was sent. Not a copy: do not write to it. */
    byte[] encoded();

    /**
     * Decodes the picture: upright, opaque (alpha flattened on white), 8-bit sRGB, {@link BufferedImage#TYPE_INT_RGB},
     * {@link #width()} by {@link #height()}. Takes CPU time: never on the event loop.
     *
     * @throws dev.likeness.error.InvalidRequest {@code invalid_image}, naming {@link #field()}, when the data is
     *     truncated or broken
     */
    default BufferedImage decode() {
        return decode(1);
    }

    /**
     * Decodes the picture as {@link #decode()} does, but keeps only every factor-th column and row, for those who need
     * its gist: it takes about factor squared less memory. Pixel (x, y) of the result stands within factor pixels of
     * (factor x, factor y); the sides are {@link #width()} and {@link #height()} by the factor, rounded up.
     *
     * @param factor 1 or more
     */
    BufferedImage decode(int factor);

    /**
     * The picture as a file for programs that mind neither orientation, transparency nor colour profiles. What was sent is
     * handed on undecoded where it is such a file already; else it is decoded, which takes CPU time, and is some thousands
     * of pixels along its longer side at most.
     *
     * @throws dev.likeness.error.InvalidRequest as {@link #decode()} does
     */
    default UprightFile upright() {
        BufferedImage image = decode(factorFor(UPRIGHT_DETAIL));
        int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return new UprightFile(
                ImageFormat.PNG,
                PngWriter.write(rgb, image.getWidth(), image.getHeight()),
                image.getWidth(),
                image.getHeight());
    }

    /** The largest factor that leaves the longer side at least {@code detail} pixels; 1 for a smaller picture. */
    default int factorFor(int detail) {
        return Math.max(1, Math.max(width(), height()) / detail);
    }
}
