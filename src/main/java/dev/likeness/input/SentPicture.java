package dev.likeness.input;

import dev.likeness.error.InvalidRequest;
import java.awt.image.BufferedImage;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * A picture whose header and structure have been read; its format's decoder waits until it is asked for.
 *
 * @param plain whether what is stored is what is meant: opaque 8-bit sRGB or grey, apart from how the picture stands
 */
record SentPicture(
        String field, PictureHeader header, byte[] encoded, IntFunction<BufferedImage> pixels, BooleanSupplier plain)
        implements Picture {

    @Override
    public ImageFormat format() {
        return header.format();
    }

    @Override
    public int width() {
        return header.uprightWidth();
    }

    @Override
    public int height() {
        return header.uprightHeight();
    }

    @Override
    public BufferedImage decode(int factor) {
        try {
            return pixels.apply(factor);
        } catch (Refusal refusal) {
            throw InvalidRequest.image(field, refusal.getMessage());
        }
    }

    @Override
    public UprightFile upright() {
        return header.orientation() == Orientation.UPRIGHT && plain.getAsBoolean()
                ? new UprightFile(format(), encoded, width(), height())
                : Picture.super.upright();
    }

    /** Without the file's bytes. */
    @Override
    public String toString() {
        return field + " (" + header + ")";
    }
}
