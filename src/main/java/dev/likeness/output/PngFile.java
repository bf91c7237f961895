package dev.likeness.output;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriter;

/**
 * Writes PNG through the JDK's writer, at its own level of deflate (4). A writer of ours that tried fewer filters was
 * measured too: half as slow again, and its files were an eighth larger.
 */
final class PngFile {

    private PngFile() {}

    static byte[] of(BufferedImage image) {
        ImageWriter writer = JdkWriters.of("png");
        GrowingFile file = new GrowingFile(image.getWidth() * image.getHeight() / 2);
        try {
            writer.setOutput(file);
            writer.write(null, new IIOImage(image, null, null), null);
            return file.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a PNG could not be written to memory", e);
        } finally {
            writer.dispose();
        }
    }
}
