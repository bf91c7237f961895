package dev.likeness.pose;

import java.awt.image.BufferedImage;

/** Black pictures with dots of light, which {@link DotNetworks} see. */
final class Dots {

    /** Most that the light of a dot reaches, pixels. */
    private static final int RADIUS = 40;

    /** The colour whose channel comes first decides: a detector takes blue first, SimCC and MoveNet take red. */
    static final int BLUE = 0x0000ff;

    static final int RED = 0xff0000;
    static final int GREEN = 0x00ff00;

    private final BufferedImage picture;

    Dots(int width, int height) {
        this.picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    }

    BufferedImage picture() {
        return picture;
    }

    /** One of equal squares that the picture is parted into. */
    Dots cell(int column, int row, int size, int rgb) {
        for (int y = row * size; y < (row + 1) * size; y++) {
            for (int x = column * size; x < (column + 1) * size; x++) {
                picture.setRGB(x, y, rgb);
            }
        }
        return this;
    }

    /** Somebody for a detector, at the blue dot, and whose points lie around the red one, so far to the right and up. */
    Dots somebody(int x, int y, int apart) {
        return light(x, y, BLUE).light(x + apart, y - apart, RED);
    }

    /** Brightest in the middle, and darker the farther from it. */
    Dots light(int centreX, int centreY, int rgb) {
        for (int y = Math.max(0, centreY - RADIUS); y < Math.min(picture.getHeight(), centreY + RADIUS); y++) {
            for (int x = Math.max(0, centreX - RADIUS); x < Math.min(picture.getWidth(), centreX + RADIUS); x++) {
                double far = Math.hypot(x + 0.5 - centreX, y + 0.5 - centreY) / RADIUS;
                int light = (int) Math.max(0, 255 * (1 - far));
                picture.setRGB(x, y, picture.getRGB(x, y) | light * 0x010101 & rgb);
            }
        }
        return this;
    }
}
