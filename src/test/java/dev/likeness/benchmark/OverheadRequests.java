package dev.likeness.benchmark;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** The request of the overhead benchmark: the README's two pictures, as JPEG files of the weight that phones' have. */
final class OverheadRequests {

    /** Of the whole body. */
    static final int BYTES = 268_000;

    /** Of one of the two files; in base64 with the other fields they are {@link #BYTES}. */
    private static final int FILE = 100_432;

    /** Steps of brightness, up or down. */
    private static final int GRAIN = 24;

    final byte[] face = heavy("face.jpg", FILE);
    final byte[] pose = heavy("pose.png", FILE);
    private final PictureRequests requests = new PictureRequests();
    private final int side;

    /** @param side of the pictures asked for, pixels */
    OverheadRequests(int side) throws IOException {
        this.side = side;
    }

    byte[] json(boolean base64) {
        return requests.json(
                face,
                pose,
                "base_64",
                base64,
                "use_input_img_dimension",
                false,
                "custom_width",
                side,
                "custom_height",
                side);
    }

    /** With grain, of the quality that makes the file about so large, and filled up to exactly so many bytes. */
    private static byte[] heavy(String name, int bytes) throws IOException {
        BufferedImage picture =
                grainy(ImageIO.read(Path.of("docs/samples", name).toFile()));
        byte[] best = new byte[0];
        float low = 0;
        float high = 1;
        for (int i = 0; i < 10; i++) {
            float quality = (low + high) / 2;
            byte[] file = jpeg(picture, quality);
            if (file.length <= bytes) {
                best = file;
                low = quality;
            } else {
                high = quality;
            }
        }
        return filled(best, bytes);
    }

    /** Any number of 0xff may stand before a marker; here it is the last one. */
    private static byte[] filled(byte[] jpeg, int bytes) {
        byte[] filled = Arrays.copyOf(jpeg, bytes);
        Arrays.fill(filled, jpeg.length - 2, bytes - 1, (byte) 0xff);
        filled[bytes - 1] = jpeg[jpeg.length - 1];
        return filled;
    }

    private static BufferedImage grainy(BufferedImage picture) {
        Random random = new Random(1);
        BufferedImage grainy = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int rgb = picture.getRGB(x, y);
                int noise = random.nextInt(2 * GRAIN + 1) - GRAIN;
                grainy.setRGB(x, y, moved(rgb >> 16, noise) << 16 | moved(rgb >> 8, noise) << 8 | moved(rgb, noise));
            }
        }
        return grainy;
    }

    private static int moved(int channel, int noise) {
        return Math.max(0, Math.min(255, (channel & 0xff) + noise));
    }

    private static byte[] jpeg(BufferedImage picture, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam options = writer.getDefaultWriteParam();
        options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        options.setCompressionQuality(quality);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (var to = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(to);
            writer.write(null, new IIOImage(picture, null, null), options);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }
}
