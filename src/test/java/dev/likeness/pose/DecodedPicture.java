package dev.likeness.pose;

import dev.likeness.input.ImageFormat;
import dev.likeness.input.Picture;
import java.awt.image.BufferedImage;

/** A picture whose pixels are already there. */
record DecodedPicture(BufferedImage decode) implements Picture {

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
        return decode.getWidth();
    }

    @Override
    public int height() {
        return decode.getHeight();
    }

    @Override
    public byte[] encoded() {
        return new byte[0];
    }
}
