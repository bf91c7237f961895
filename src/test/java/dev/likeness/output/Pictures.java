package dev.likeness.output;

import dev.likeness.generation.GeneratedImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Pictures to encode, and independent readers of what came out. */
final class Pictures {

    private Pictures() {}

    /** A soft gradient with noisy squares, so that every filter and every colour channel matters. */
    static GeneratedImage.Pixels drawn(int width, int height) {
        SplittableRandom random = new SplittableRandom(7);
        int[] rgb = new int[width * height];
        for (int i = 0; i < rgb.length; i++) {
            int x = i % width, y = i / width;
            boolean noisy = (x / 16 + y / 16) % 5 == 0;
            rgb[i] = noisy
                    ? random.nextInt(0x1000000)
                    : (x * 255 / width) << 16 | (y * 255 / height) << 8 | (x + y) % 256;
        }
        return new GeneratedImage.Pixels(width, height, rgb);
    }

    /** Without noise: what a lossy format keeps almost as it is. */
    static GeneratedImage.Pixels smooth(int width, int height) {
        int[] rgb = new int[width * height];
        for (int i = 0; i < rgb.length; i++) {
            int x = i % width, y = i / width;
            rgb[i] = (40 + x * 150 / width) << 16 | (40 + y * 150 / height) << 8 | 120;
        }
        return new GeneratedImage.Pixels(width, height, rgb);
    }

    static BufferedImage read(byte[] file) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
            if (image == null) {
                throw new AssertionError("no image");
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int[] rgb(BufferedImage image) {
        int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] &= 0xFFFFFF;
        }
        return rgb;
    }

    /** As ImageIO writes it: what another program would hand over. */
    static byte[] foreign(GeneratedImage.Pixels pixels, String format) {
        BufferedImage image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, pixels.width(), pixels.height(), pixels.rgb(), 0, pixels.width());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new AssertionError("nobody writes " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static double meanDifference(int[] a, int[] b) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                sum += Math.abs((a[i] >> shift & 0xFF) - (b[i] >> shift & 0xFF));
            }
        }
        return sum / (3.0 * a.length);
    }
}
