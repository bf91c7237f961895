package dev.likeness.input;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * A picture that a caller sent, whose header has been read and whose size is within the limits. Its pixels are decoded
 * only when they are asked for, and then each time anew: keep the result to use it twice.
 */
public interface Picture {

    /** Pixels along the longer side that {@link #upright()} leaves at least, of pictures that have them; models see fewer. */
    int UPRIGHT_DETAIL = 2048;

    /** The most that {@link #decode(int)} shrinks a picture by. */
    int MOST_FACTOR = 64;

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
     * The same pixels in a file without metadata, for other servers: no EXIF data but how the picture stands, no place,
     * thumbnail, text or comment. Not decoded. Not a copy where nothing was to be left out: do not write to it.
     */
    byte[] withoutMetadata();

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
     * Decodes the picture as {@link #decode()} does, but smaller, for models that see less of it: pixel (x, y) of the result
     * is the mean of the pixels from (factor x, factor y) to before (factor (x + 1), factor (y + 1)), as far as the picture
     * reaches; the sides are {@link #width()} and {@link #height()} by the factor, rounded up. A position in the result times
     * the factor is the position in the picture. It takes about factor squared less memory.
     *
     * @param factor 1 to {@link #MOST_FACTOR}
     */
    BufferedImage decode(int factor);

    /**
     * The picture as a file for programs that mind neither orientation, transparency nor colour profiles, without metadata.
     * What was sent is handed on undecoded where its pixels are such already; else it is decoded, which takes CPU time, and
     * is some thousands of pixels along its longer side at most.
     *
     * @throws dev.likeness.error.InvalidRequest as {@link #decode()} does
     */
    default UprightFile upright() {
        BufferedImage image = decode(factorFor(UPRIGHT_DETAIL));
        int[] rgb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        return new UprightFile(
                ImageFormat.PNG,
                PngWriter.write(rgb, image.getWidth(), image.getHeight()),
                image.getWidth(),
                image.getHeight());
    }

    /** The largest factor that leaves the longer side at least {@code detail} pixels; 1 for a smaller picture. */
    default int factorFor(int detail) {
        return Math.max(1, Math.min(MOST_FACTOR, Math.max(width(), height()) / detail));
    }
}
