package dev.likeness.pose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where TensorRT's engines are kept from one start to the next. ONNX Runtime tells them apart by the kind of GPU, its own,
 * CUDA's and TensorRT's version, and the network's file name and graph, but not by its weights: a network that was trained
 * further would be run with the engine of the old one. So each content has a folder of its own.
 */
final class Engines {

    private static final String KEY = "likeness.pose.tensorrt.cache";

    /** Hexadecimal digits of a content's SHA-256 that name its folder. */
    private static final int DIGITS = 16;

    private final Path directory;

    private Engines(Path directory) {
        this.directory = directory;
    }

    /** @throws IllegalArgumentException when it is not named or cannot be written, naming the key */
    static Engines in(Optional<Path> cache) {
        Path directory = cache.orElseThrow(
                () -> new IllegalArgumentException(
                        KEY
                                + " has to name a directory when likeness.pose.provider is tensorrt: engines take minutes to build, and without it each start builds them again"));
        try {
            // Written and not asked: permissions say nothing of a file system that is read-only or full.
            Files.delete(Files.createTempFile(Files.createDirectories(directory), "likeness", null));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%s names %s, where no file can be written (%s); mount a volume there that belongs to the user of this process",
                            KEY,
                            directory,
                            e),
                    e);
        }
        return new Engines(directory);
    }

    /** The folder for this network, which is there. */
    Path folder(ModelFile file) {
        try {
            return Files.createDirectories(directory.resolve(file.sha256().substring(0, DIGITS)));
        } catch (IOException e) {
            throw new IllegalStateException(KEY + ": no folder can be made for the engines of " + file, e);
        }
    }
}
