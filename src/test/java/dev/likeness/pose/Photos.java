package dev.likeness.pose;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The photographs that lie beside the checkout; tests that need them are skipped without. */
final class Photos {

    private Photos() {}

    static BufferedImage photo(String name) {
        return read(file(name));
    }

    static Path file(String name) {
        Path file = shared("photos").resolve(name);
        assumeTrue(Files.isRegularFile(file), () -> "skipped: there is no photograph " + file);
        return file;
    }

    static List<Path> all() {
        assumeTrue(
                Files.isDirectory(shared("photos")),
                () -> "skipped: there is no folder of photographs " + shared("photos"));
        try (Stream<Path> files = Files.list(shared("photos"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BufferedImage read(Path file) {
        try {
            BufferedImage read = ImageIO.read(file.toFile());
            BufferedImage plain = new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = plain.createGraphics();
            graphics.drawImage(read, 0, 0, Color.WHITE, null);
            graphics.dispose();
            return plain;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder of what lies beside the checkout; it need not be there. */
    static Path shared(String folder) {
        String shared = Optional.ofNullable(System.getProperty("LIKENESS_SHARED"))
                .or(() -> Optional.ofNullable(System.getenv("LIKENESS_SHARED")))
                .orElse("../shared");
        return Path.of(shared, folder).toAbsolutePath().normalize();
    }
}
