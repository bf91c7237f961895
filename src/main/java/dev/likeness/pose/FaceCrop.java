package dev.likeness.pose;

import dev.likeness.input.Picture;
import dev.likeness.input.PngWriter;
import java.awt.image.BufferedImage;

/** A picture's face with room around it, cut out as square PNG files for those who would look at the whole picture. */
public final class FaceCrop {

    /** A side in sides of the face's box, so that hair, ears and chin are in it. */
    private static final double CLOSE = 1.8;

    /**
     * A side in sides of the face's box. InsightFace finds no face that fills the picture, so there has to be room. But of
     * several faces the nodes take the one with the largest width times bottom edge, less top edge; a smaller one that is
     * whole in the picture as well, in its lower corner say, stays behind only up to 1 / (sqrt(2) - 1) = 2.41.
     */
    private static final double WIDE = 2.4;

    /** Pixels that the face keeps along its side at least, when it has them; encoders and detectors look at fewer. */
    private static final int DETAIL = 285;

    private final BufferedImage image;
    private final Face face;

    private FaceCrop(BufferedImage image, Face face) {
        this.image = image;
        this.face = face;
    }

    /** Decodes the picture: never on the event loop. */
    public static FaceCrop of(Picture picture, Face face) {
        int factor = Math.max(1, Math.min(Picture.MOST_FACTOR, (int) (face.side() / DETAIL)));
        return new FaceCrop(picture.decode(factor), face.scaled(1.0 / factor));
    }

    /**
     * For image encoders. They see a square of 224 pixels: of a whole picture that would be the middle, and of a person at
     * full length hardly a face. Moved to lie in the picture; a narrow one makes it smaller, but never than the face.
     */
    public byte[] close() {
        int most = Math.max(Math.min(image.getWidth(), image.getHeight()), pixels(face.side()));
        int side = Math.min(pixels(CLOSE * face.side()), most);
        return png(side, inside(left(side), image.getWidth() - side), inside(top(side), image.getHeight() - side));
    }

    /** For nodes that find the face themselves: it is in the middle; beyond the picture there is black. */
    public byte[] wide() {
        int side = pixels(WIDE * face.side());
        return png(side, left(side), top(side));
    }

    private static int pixels(double length) {
        return (int) Math.max(1, Math.round(length));
    }

    private int left(int side) {
        return (int) Math.round(face.left() + (face.width() - side) / 2);
    }

    private int top(int side) {
        return (int) Math.round(face.top() + (face.height() - side) / 2);
    }

    /** @param room beyond the square; negative where the picture is narrower than it, which then is in the middle */
    private static int inside(int start, int room) {
        return room < 0 ? room / 2 : Math.max(0, Math.min(room, start));
    }

    private byte[] png(int side, int left, int top) {
        int[] rgb = new int[side * side];
        int x = Math.max(0, left), y = Math.max(0, top);
        int width = Math.min(image.getWidth(), left + side) - x;
        int height = Math.min(image.getHeight(), top + side) - y;
        if (width > 0 && height > 0) {
            image.getRGB(x, y, width, height, rgb, (y - top) * side + x - left, side);
        }
        return PngWriter.write(rgb, side, side);
    }
}
