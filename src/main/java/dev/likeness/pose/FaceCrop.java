package dev.likeness.pose;

import dev.likeness.input.Picture;
import dev.likeness.input.PngWriter;
import java.awt.image.BufferedImage;

/**
 * The face cut out of a picture, as a PNG file. Image encoders see a square of 224 pixels: of a whole picture they would
 * see the middle, and of a person at full length hardly a face.
 */
public final class FaceCrop {

    /** The crop's side in sides of the face's box, so that hair, ears and chin are in it. */
    private static final double MARGIN = 1.8;

    /** Pixels that the crop keeps along its side at least, when it has them; more than twice what encoders look at. */
    private static final int DETAIL = 512;

    private FaceCrop() {}

    /** A square around the face, moved and cut to lie inside the picture. Decodes it: never on the event loop. */
    public static byte[] png(Picture picture, Face face) {
        double side = MARGIN * Math.max(face.width(), face.height());
        int factor = Math.max(1, (int) (side / DETAIL));
        BufferedImage image = picture.decode(factor);
        Face there = face.scaled(1.0 / factor);
        int width = within(side / factor, 1, image.getWidth());
        int height = within(side / factor, 1, image.getHeight());
        int x = within(there.left() + there.width() / 2 - width / 2.0, 0, image.getWidth() - width);
        int y = within(there.top() + there.height() / 2 - height / 2.0, 0, image.getHeight() - height);
        return PngWriter.write(image.getRGB(x, y, width, height, null, 0, width), width, height);
    }

    private static int within(double value, int least, int most) {
        return (int) Math.max(least, Math.min(most, Math.round(value)));
    }
}
