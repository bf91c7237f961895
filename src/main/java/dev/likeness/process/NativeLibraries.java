package dev.likeness.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The libraries that are loaded from a folder: beside the native executable in {@code lib}, beside the packaged jar in {@code
 * native}, or where {@code -Donnxruntime.native.path} says. Each binding looks for its own in its own way and at its first use,
 * so that all are given the folder before, and what is missing is found at start and not in the middle of a request.
 *
 * <p>Without a folder, in development and on other systems than Linux, the bindings unpack their libraries from the class path
 * into the temporary folder.
 */
final class NativeLibraries {

    /** ONNX Runtime's own property; where it is unset, the library is unpacked into the temporary folder. */
    static final String ONNX_RUNTIME_PATH = "onnxruntime.native.path";

    /** Where AWT, ImageIO's JPEG and the WebP binding look; the latter also after the process has started. */
    static final String LIBRARY_PATH = "java.library.path";

    /**
     * Where the WebP binding unpacks its library before it looks into {@link #LIBRARY_PATH}; when that fails, it goes on there.
     */
    static final String WEBP_FOLDER = "com.luciad.imageio.webp.tmpdir";

    /** Read by the class library when the process starts; setting it here would come too late. */
    static final String TEMPORARY_FOLDER = "java.io.tmpdir";

    /** ONNX Runtime and its binding; libwebp with its binding. */
    static final List<String> OF_BINDINGS =
            List.of("libonnxruntime.so", "libonnxruntime4j_jni.so", "libwebp-imageio.so");

    /** For the executable also AWT, its drawing loops and libjpeg, with what they link to. */
    static final List<String> OF_EXECUTABLE = Stream.concat(
                    OF_BINDINGS.stream(),
                    Stream.of("libawt.so", "libawt_headless.so", "libjavajpeg.so", "libjava.so", "libjvm.so"))
            .toList();

    private final Optional<Path> folder;
    private final List<String> needed;
    private final Properties properties;

    private NativeLibraries(Optional<Path> folder, List<String> needed, Properties properties) {
        this.folder = Optional.ofNullable(properties.getProperty(ONNX_RUNTIME_PATH))
                .map(named -> Path.of(named).toAbsolutePath())
                .or(() -> folder);
        this.needed = needed;
        this.properties = properties;
    }

    static NativeLibraries ofExecutable(Path executable, Properties properties) {
        return new NativeLibraries(Optional.of(executable.resolveSibling("lib")), OF_EXECUTABLE, properties);
    }

    /** @param jar that the process was started with */
    static NativeLibraries ofJar(Path jar, Properties properties) {
        return new NativeLibraries(
                Optional.of(jar.toAbsolutePath().resolveSibling("native")).filter(Files::isDirectory),
                OF_BINDINGS,
                properties);
    }

    static NativeLibraries ofThisProcess(boolean executable) {
        Properties properties = System.getProperties();
        return executable
                ? ofExecutable(Path.of(ProcessHandle.current().info().command().orElseThrow()), properties)
                : ofJar(Path.of(properties.getProperty("java.class.path").split(File.pathSeparator, 2)[0]), properties);
    }

    /** What keeps the service from working, in one line that says what to do; nothing when all is there. */
    Optional<String> complaint() {
        List<String> missing = folder.map(there -> needed.stream()
                        .filter(name -> !Files.isReadable(there.resolve(name)))
                        .toList())
                .orElse(List.of());
        if (!missing.isEmpty()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "Likeness cannot start: %s missing from %s. Copy the whole folder that the build made, or name the folder with -D%s=<folder>.",
                    String.join(", ", missing),
                    folder.get(),
                    ONNX_RUNTIME_PATH));
        }
        // While it loads, ONNX Runtime makes a folder there, which stays empty and goes when the process ends.
        Path temporary = Path.of(properties.getProperty(TEMPORARY_FOLDER, "/tmp"));
        if (!Files.isWritable(temporary)) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "Likeness cannot start: the temporary folder %s cannot be written. Mount one there, or name another with -D%s=<folder>, for instance /dev/shm.",
                    temporary,
                    TEMPORARY_FOLDER));
        }
        return folder.isPresent() || canExecute(temporary)
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "Likeness cannot start: libraries are unpacked into the temporary folder %s and cannot be loaded from there, since it is mounted noexec. Mount it with exec, name another folder with -D%s=<folder>, or name one that has %s with -D%s=<folder>.",
                        temporary,
                        TEMPORARY_FOLDER,
                        String.join(", ", needed),
                        ONNX_RUNTIME_PATH));
    }

    /** The system says of no file on a file system that is mounted noexec that it can be executed. */
    private static boolean canExecute(Path folder) {
        try {
            Path file = Files.createTempFile(folder, "likeness", ".so");
            try {
                return file.toFile().setExecutable(true) && Files.isExecutable(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** Tells each binding where its library is; in force only before the first of them is used. */
    void announce() {
        folder.map(Path::toString).ifPresent(there -> {
            properties.setProperty(ONNX_RUNTIME_PATH, there);
            String others = properties.getProperty(LIBRARY_PATH, "");
            properties.setProperty(LIBRARY_PATH, others.isEmpty() ? there : there + File.pathSeparator + others);
            // No such folder: nothing is unpacked.
            properties.setProperty(WEBP_FOLDER, Path.of(there, "not-unpacked").toString());
        });
    }
}
