package dev.likeness.input;

import dev.likeness.error.InvalidRequest;
import java.awt.image.BufferedImage;
import java.util.function.IntFunction;

/** A picture whose header and structure have been read; its format's decoder waits until it is asked for. */
record SentPicture(String field, PictureHeader header, byte[] encoded, IntFunction<BufferedImage> pixels)
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

    /** Without the file's bytes. */
    @Override
    public String toString() {
        return field + " (" + header + ")";
    }
}
