package dev.likeness.pose;

/**
 * A square part of a picture that a network looks at; it may reach beyond the picture, where it is black. A network's
 * coordinates (0..1 of the square, x right, y down) and the picture's (pixels) are mapped to one another without loss.
 *
 * @param left the square's left edge in the picture, pixels; may be negative
 * @param top its top edge
 * @param side its length, pixels, positive
 */
record Window(double left, double top, double side) {

    Window {
        if (!(side > 0)) {
            throw new IllegalArgumentException("a window has a positive side, not " + side);
        }
    }

    /** The whole picture, centred, with its aspect kept: what is called a letterbox. */
    static Window letterbox(int width, int height) {
        double side = Math.max(width, height);
        return new Window((width - side) / 2, (height - side) / 2, side);
    }

    static Window around(double centreX, double centreY, double side) {
        return new Window(centreX - side / 2, centreY - side / 2, side);
    }

    /** Around the same middle, with a side that is longer by this factor. */
    Window enlarged(double factor) {
        return around(left + side / 2, top + side / 2, factor * side);
    }

    /** As a network's input of so many pixels along each side. */
    Frame frame(int size) {
        return new Frame(left, top, side / size, size, size);
    }

    double pictureX(double x) {
        return left + x * side;
    }

    double pictureY(double y) {
        return top + y * side;
    }

    double networkX(double pictureX) {
        return (pictureX - left) / side;
    }

    double networkY(double pictureY) {
        return (pictureY - top) / side;
    }
}
