package dev.likeness.input;

/**
 * What a picture's file says about itself, read without decoding a pixel.
 *
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 */
record PictureHeader(ImageFormat format, int width, int height, Orientation orientation) {

    /** Of the picture when it is made smaller by this factor. */
    PictureHeader shrunk(int factor) {
        return new PictureHeader(format, (width + factor - 1) / factor, (height + factor - 1) / factor, orientation);
    }

    int uprightWidth() {
        return orientation.swapsSides() ? height : width;
    }

    int uprightHeight() {
        return orientation.swapsSides() ? width : height;
    }
}
