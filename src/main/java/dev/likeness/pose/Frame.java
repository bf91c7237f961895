package dev.likeness.pose;

/**
 * The part of a picture that a network's input shows, which may reach beyond the picture. Pixel i of either is centred at
 * i + 0.5, so that positions in one and in the other are mapped without loss.
 *
 * @param left the part's left edge in the picture, pixels; may be negative
 * @param top its top edge
 * @param scale pixels of the picture that one pixel of the input shows along each side, positive
 * @param width of the input, pixels
 * @param height of the input, pixels
 */
record Frame(double left, double top, double scale, int width, int height) {

    Frame {
        if (!(scale > 0)) {
            throw new IllegalArgumentException("a frame has a positive scale, not " + scale);
        }
    }

    /** The whole picture as large as it fits, at the top left. */
    static Frame cornered(int pictureWidth, int pictureHeight, int width, int height) {
        return new Frame(0, 0, Math.max((double) pictureWidth / width, (double) pictureHeight / height), width, height);
    }

    /** All of the box and so much around it, in the middle. */
    static Frame around(Box box, double margin, int width, int height) {
        double scale = margin * Math.max(box.width() / width, box.height() / height);
        return new Frame(
                (box.left() + box.right() - scale * width) / 2,
                (box.top() + box.bottom() - scale * height) / 2,
                scale,
                width,
                height);
    }

    double pictureX(double x) {
        return left + x * scale;
    }

    double pictureY(double y) {
        return top + y * scale;
    }
}
