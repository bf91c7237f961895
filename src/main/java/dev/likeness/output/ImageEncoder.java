package dev.likeness.output;

import dev.likeness.error.BackendFailed;
import dev.likeness.generation.GeneratedImage;
import jakarta.enterprise.context.ApplicationScoped;
import java.awt.image.BufferedImage;
import java.util.Locale;

/**
 * Writes finished pictures as files. Everything here takes CPU time and blocks: never on the event loop.
 *
 * <p>A file that already has the asked format and size is not decoded: its pixels stay as the backend made them, and only
 * what the file says beside them (a whole workflow with its prompt, a camera's data) is dropped.
 */
@ApplicationScoped
public class ImageEncoder {

    private final WebpFile webp = new WebpFile();
    private final long maxBytes;

    ImageEncoder(OutputConfig config) {
        this.maxBytes = config.maxImageBytes().asLongValue();
    }

    /**
     * @param width that the picture was promised to have, in pixels
     * @param height that the picture was promised to have, in pixels
     * @param quality 10..100, for JPEG and WebP; a file that is passed through keeps its own
     * @throws BackendFailed when the picture is none, is truncated, or has another size than promised
     */
    public EncodedImage encode(GeneratedImage image, int width, int height, OutputFormat format, int quality) {
        byte[] file;
        if (image.content() instanceof GeneratedImage.Encoded encoded) {
            file = convert(encoded.file(), width, height, format, quality);
        } else if (image.content() instanceof GeneratedImage.Unsized unsized) {
            file = fit(unsized.file(), width, height, format, quality);
        } else {
            file = write((GeneratedImage.Pixels) image.content(), width, height, format, quality);
        }
        requireWithinLimit(file.length);
        return new EncodedImage(image.sample(), image.seed(), format, width, height, file);
    }

    private byte[] convert(byte[] file, int width, int height, OutputFormat format, int quality) {
        requireWithinLimit(file.length);
        BackendFile made = BackendFile.of(file);
        requireSize(made.width(), made.height(), width, height);
        return made.is(format) ? made.withoutMetadata() : write(made.decode(1), width, height, format, quality);
    }

    /** As it is where its size is right; else resized, unless that would bend it. */
    private byte[] fit(byte[] file, int width, int height, OutputFormat format, int quality) {
        requireWithinLimit(file.length);
        BackendFile made = BackendFile.of(file);
        if (made.width() == width && made.height() == height) {
            return convert(file, width, height, format, quality);
        }
        return write(Resized.to(width, height, made), width, height, format, quality);
    }

    private byte[] write(GeneratedImage.Pixels pixels, int width, int height, OutputFormat format, int quality) {
        requireSize(pixels.width(), pixels.height(), width, height);
        BufferedImage image = new WrappedPixels(pixels.width(), pixels.height(), pixels.rgb());
        return switch (format) {
            case PNG -> PngFile.of(image);
            case JPEG -> JpegFile.of(image, quality);
            case WEBP -> webp.of(image, quality);
        };
    }

    private void requireWithinLimit(int length) {
        if (length > maxBytes) {
            throw new BackendFailed(String.format(
                    Locale.ROOT,
                    "The backend made a picture of %d bytes, more than the %d that are let through; ask for a smaller one",
                    length,
                    maxBytes));
        }
    }

    private static void requireSize(int width, int height, int promisedWidth, int promisedHeight) {
        if (width != promisedWidth || height != promisedHeight) {
            throw new BackendFailed(String.format(
                    Locale.ROOT,
                    "The backend made a picture of %d x %d instead of %d x %d; try again",
                    width,
                    height,
                    promisedWidth,
                    promisedHeight));
        }
    }
}
