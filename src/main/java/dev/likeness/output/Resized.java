package dev.likeness.output;

import dev.likeness.error.BackendFailed;
import dev.likeness.generation.GeneratedImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Locale;

/** A backend's picture of another size than promised, brought to that size. */
final class Resized {

    /** How much wider or higher, relative to the other side, a picture may have come: more is another picture. */
    private static final double MOST_BENT = 1.1;

    /** The most pixels that are decoded for it: four times those of the largest picture that can be asked for. */
    private static final long MOST_PIXELS = 4L * 4096 * 4096;

    private Resized() {}

    /** @throws BackendFailed when its aspect is too far from the promised one, or it is too large */
    static GeneratedImage.Pixels to(int width, int height, BareFile bare) {
        double bent = (double) bare.width() * height / ((double) bare.height() * width);
        if (bent > MOST_BENT || bent < 1 / MOST_BENT || (long) bare.width() * bare.height() > MOST_PIXELS) {
            throw new BackendFailed(String.format(
                    Locale.ROOT,
                    "The backend made a picture of %d x %d instead of %d x %d; try again",
                    bare.width(),
                    bare.height(),
                    width,
                    height));
        }
        GeneratedImage.Pixels decoded = FileDecoder.decode(bare);
        BufferedImage image = new WrappedPixels(decoded.width(), decoded.height(), decoded.rgb());
        // Drawing at half the size or less leaves pixels out; halving first looks at all of them.
        while (image.getWidth() >= 2 * width && image.getHeight() >= 2 * height) {
            image = drawn(
                    image, image.getWidth() / 2, image.getHeight() / 2, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        }
        BufferedImage exact = drawn(image, width, height, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        return new GeneratedImage.Pixels(
                width, height, ((DataBufferInt) exact.getRaster().getDataBuffer()).getData());
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height, Object interpolation) {
        BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, interpolation);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return drawn;
    }
}
