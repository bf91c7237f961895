package dev.likeness.generation.comfyui;

import dev.likeness.pose.Face;

/**
 * The part of the face picture that is shown to the image encoder, in pixels of the uploaded picture. The encoder sees a
 * square of 224 pixels only; without a crop it would see the middle of the picture, wherever the face is.
 */
record FaceCrop(int x, int y, int width, int height) {

    /** So much larger than the face's box is the crop, so that hair, ears and chin are in it. */
    private static final double MARGIN = 2;

    /**
     * A square around the face, moved and cut to lie inside the picture.
     *
     * @param face in pixels of the upright picture
     * @param scale from the upright picture to the uploaded one, 1 or less
     * @param uploadedWidth of the uploaded picture, in pixels
     * @param uploadedHeight of the uploaded picture, in pixels
     */
    static FaceCrop of(Face face, double scale, int uploadedWidth, int uploadedHeight) {
        double side = MARGIN * scale * Math.max(face.width(), face.height());
        int width = within(side, 1, uploadedWidth);
        int height = within(side, 1, uploadedHeight);
        int x = within(scale * (face.left() + face.width() / 2) - width / 2.0, 0, uploadedWidth - width);
        int y = within(scale * (face.top() + face.height() / 2) - height / 2.0, 0, uploadedHeight - height);
        return new FaceCrop(x, y, width, height);
    }

    private static int within(double value, int least, int most) {
        return (int) Math.max(least, Math.min(most, Math.round(value)));
    }
}
