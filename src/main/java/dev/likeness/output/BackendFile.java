package dev.likeness.output;

import dev.likeness.error.BackendFailed;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.input.ImageFile;
import dev.likeness.input.PictureLimits;
import dev.likeness.input.Refusal;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.function.Supplier;

/** A picture file that a backend made. It is read by the rules of the pictures that come in; a broken one is the backend's fault. */
final class BackendFile {

    /** Four times the pixels of the largest picture that can be asked for, 4096 x 4096, and four times its sides. */
    private static final int MOST_PIXELS = 4 * 4096 * 4096, MOST_SIDE = 4 * 4096;

    private final ImageFile file;

    private BackendFile(ImageFile file) {
        this.file = file;
    }

    /** @throws BackendFailed when it is no PNG, JPEG or WebP, or not a whole one */
    static BackendFile of(byte[] encoded) {
        PictureLimits limits = new PictureLimits(Integer.MAX_VALUE, MOST_PIXELS, 1, MOST_SIDE);
        return new BackendFile(readable(() -> ImageFile.read(encoded, limits)));
    }

    /** Pixels, once it stands upright. */
    int width() {
        return file.width();
    }

    /** Pixels, once it stands upright. */
    int height() {
        return file.height();
    }

    /** Whether it can be handed on undecoded for a picture of that format. */
    boolean is(OutputFormat format) {
        return file.isUpright() && file.format().mediaType().equals(format.mediaType());
    }

    byte[] withoutMetadata() {
        return file.withoutMetadata();
    }

    /** Opaque pixels, box-filtered; see {@link ImageFile#decode}. */
    GeneratedImage.Pixels decode(int factor) {
        BufferedImage image = readable(() -> file.decode(factor));
        int[] rgb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        return new GeneratedImage.Pixels(image.getWidth(), image.getHeight(), rgb);
    }

    private static <T> T readable(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Refusal refusal) {
            throw new BackendFailed(
                    "The backend sent a picture that cannot be read: " + refusal.found() + "; try again", refusal);
        }
    }
}
