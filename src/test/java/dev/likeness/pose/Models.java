package dev.likeness.pose;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The networks that lie beside the checkout; tests that need them are skipped without. */
final class Models {

    private Models() {}

    static Path file(String name) {
        Path file = Photos.shared("models").resolve(name);
        assumeTrue(Files.isRegularFile(file), () -> "skipped: there is no network " + file);
        return file;
    }

    /** The folder, with these networks in it and no others. */
    static Path folder(Path folder, String... names) {
        try {
            for (String name : names) {
                Path file = file(name);
                Files.createSymbolicLink(folder.resolve(name), file);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
