package dev.likeness.pose;

import dev.likeness.input.ImageFormat;
import dev.likeness.input.Picture;
import java.awt.image.BufferedImage;

/** A picture of whose pixels nobody asks. */
public record EncodedPicture(String field, byte[] encoded, int width, int height) implements Picture {

    @Override
    public ImageFormat format() {
        return ImageFormat.PNG;
    }

    @Override
    public byte[] withoutMetadata() {
        return encoded();
    }

    @Override
    public BufferedImage decode(int factor) {
        throw new AssertionError("decoded");
    }
}
