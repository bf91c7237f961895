package dev.likeness.input;

import dev.likeness.error.InvalidRequest;
import java.awt.image.BufferedImage;

/** A picture of a request: what is wrong with its file is the request's fault, and is said of the field. */
record SentPicture(String field, ImageFile file) implements Picture {

    @Override
    public ImageFormat format() {
        return file.format();
    }

    @Override
    public int width() {
        return file.width();
    }

    @Override
    public int height() {
        return file.height();
    }

    @Override
    public byte[] encoded() {
        return file.encoded();
    }

    @Override
    public byte[] withoutMetadata() {
        return file.withoutMetadata();
    }

    @Override
    public BufferedImage decode(int factor) {
        try {
            return file.decode(factor);
        } catch (Refusal refusal) {
            throw InvalidRequest.image(field, refusal.getMessage());
        }
    }

    @Override
    public UprightFile upright() {
        return file.isUpright() && file.isPlain()
                ? new UprightFile(format(), withoutMetadata(), width(), height())
                : Picture.super.upright();
    }

    /** Without the file's bytes. */
    @Override
    public String toString() {
        return field + " (" + file + ")";
    }
}
