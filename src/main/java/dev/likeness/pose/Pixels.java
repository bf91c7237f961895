package dev.likeness.pose;

import dev.likeness.input.Picture;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * The pixels of a decoded picture, 0xRRGGBB (the top byte means nothing), row by row from the top left.
 *
 * @param rgb width times height values; shared with the picture where that is possible, so never written to
 */
record Pixels(int[] rgb, int width, int height) {

    /**
     * The longer side that is looked at, in pixels: eight times what the networks see, and as much as it takes to read a
     * skeleton of thin sticks. Larger pictures are not decoded whole.
     */
    private static final int DETAIL = 2048;

    /** By how much the picture is shrunk before it is looked at. */
    static int factor(Picture picture) {
        return picture.factorFor(DETAIL);
    }

    static Pixels of(Picture picture) {
        return of(picture.decode(factor(picture)));
    }

    static Pixels of(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        boolean plain = picture.getType() == BufferedImage.TYPE_INT_RGB
                && picture.getRaster().getDataBuffer() instanceof DataBufferInt data
                && data.getData().length == width * height;
        int[] rgb = plain
                ? ((DataBufferInt) picture.getRaster().getDataBuffer()).getData()
                : picture.getRGB(0, 0, width, height, null, 0, width);
        return new Pixels(rgb, width, height);
    }
}
