package dev.likeness.pose;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * The pixels of a decoded picture, 0xRRGGBB (the top byte means nothing), row by row from the top left.
 *
 * @param rgb width times height values; shared with the picture where that is possible, so never written to
 */
record Pixels(int[] rgb, int width, int height) {

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
