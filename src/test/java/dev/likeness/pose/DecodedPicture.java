package dev.likeness.pose;

import dev.likeness.input.ImageFormat;
import dev.likeness.input.Picture;
import java.awt.image.BufferedImage;

/** A picture whose pixels are already there. */
record DecodedPicture(BufferedImage image) implements Picture {

    @Override
    public String field() {
        return "pose_image";
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.PNG;
    }

    @Override
    public int width() {
        return image.getWidth();
    }

    @Override
    public int height() {
        return image.getHeight();
    }

    @Override
    public byte[] withoutMetadata() {
        return encoded();
    }

    @Override
    public byte[] encoded() {
        return new byte[0];
    }

    @Override
    public BufferedImage decode(int factor) {
        if (factor != 1) {
            throw new UnsupportedOperationException("a test's picture is small");
        }
        return image;
    }
}
