package dev.likeness.output;

import dev.likeness.error.BackendFailed;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.input.Picture;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Locale;

/** A backend's picture of another size than promised, brought to that size. */
final class Resized {

    /** How much wider or higher, relative to the other side, a picture may have come: more is another picture. */
    private static final double MOST_BENT = 1.1;

    private Resized() {}

    /** @throws BackendFailed when its aspect is too far from the promised one */
    static GeneratedImage.Pixels to(int width, int height, BackendFile made) {
        double bent = (double) made.width() * height / ((double) made.height() * width);
        if (bent > MOST_BENT || bent < 1 / MOST_BENT) {
            throw new BackendFailed(String.format(
                    Locale.ROOT,
                    "The backend made a picture of %d x %d instead of %d x %d; try again",
                    made.width(),
                    made.height(),
                    width,
                    height));
        }
        // Drawing at half the size or less leaves pixels out; the box filter before looks at all of them.
        int factor = Math.max(1, Math.min(Picture.MOST_FACTOR, Math.min(made.width() / width, made.height() / height)));
        GeneratedImage.Pixels decoded = made.decode(factor);
        BufferedImage image = new WrappedPixels(decoded.width(), decoded.height(), decoded.rgb());
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
