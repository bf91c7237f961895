package dev.likeness.pose;

import dev.likeness.input.ImageFormat;
import dev.likeness.input.Picture;
import dev.likeness.input.PngWriter;
import dev.likeness.input.UprightFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * A photograph of a pose in the aspect of what is generated, whole and in its middle, as our own drawings of poses are: the
 * workflows crop a picture of another aspect, and limbs at its edge would be lost.
 */
public final class FittedPhoto {

    /** What pose networks are padded with. */
    private static final int PADDING = 0x727272;

    /** Of a side: what cropping may take is less than rounding to the latent grid does. */
    private static final double SAME = 0.02;

    private FittedPhoto() {}

    /**
     * Takes CPU time where it has to be decoded.
     *
     * @return as it was sent where its aspect is that of width and height already, else a PNG of that size, in pixels
     * @throws dev.likeness.error.InvalidRequest as {@link Picture#decode()} does
     */
    public static UprightFile of(Picture photo, int width, int height) {
        double wider = (double) photo.width() * height / ((double) photo.height() * width);
        if (Math.abs(wider - 1) <= SAME) {
            return photo.upright();
        }
        BufferedImage image = photo.decode(photo.factorFor(2 * Math.max(width, height)));
        double factor = Math.min((double) width / image.getWidth(), (double) height / image.getHeight());
        while (factor <= 0.5) {
            image = scaled(image, Math.max(1, image.getWidth() / 2), Math.max(1, image.getHeight() / 2));
            factor = Math.min((double) width / image.getWidth(), (double) height / image.getHeight());
        }
        int w = Math.max(1, (int) Math.round(image.getWidth() * factor));
        int h = Math.max(1, (int) Math.round(image.getHeight() * factor));
        BufferedImage fitted = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        draw(fitted, image, (width - w) / 2, (height - h) / 2, w, h);
        int[] rgb = fitted.getRGB(0, 0, width, height, null, 0, width);
        return new UprightFile(ImageFormat.PNG, PngWriter.write(rgb, width, height), width, height);
    }

    private static BufferedImage scaled(BufferedImage image, int width, int height) {
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        draw(scaled, image, 0, 0, width, height);
        return scaled;
    }

    private static void draw(BufferedImage onto, BufferedImage image, int x, int y, int width, int height) {
        Graphics2D graphics = onto.createGraphics();
        try {
            graphics.setColor(new Color(PADDING));
            graphics.fillRect(0, 0, onto.getWidth(), onto.getHeight());
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(image, x, y, width, height, null);
        } finally {
            graphics.dispose();
        }
    }
}
