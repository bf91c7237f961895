package dev.likeness.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * The libraries that the native executable loads: beside it, in {@code lib}, unless {@code -Donnxruntime.native.path}
 * names another folder. Each binding looks for its own in its own way and at its first use, so that all are told the
 * folder before, and a missing file is found at start and not in the middle of a request.
 */
final class NativeLibraries {

    /** ONNX Runtime's own property; where it is unset, the library is unpacked into the temporary folder. */
    static final String ONNX_RUNTIME_PATH = "onnxruntime.native.path";

    /** Where AWT, ImageIO's JPEG and the WebP binding look. */
    static final String LIBRARY_PATH = "java.library.path";

    /** Read by the class library when the process starts; setting it here would come too late. */
    static final String TEMPORARY_FOLDER = "java.io.tmpdir";

    /** ONNX Runtime and its binding; libwebp with its binding; AWT, its drawing loops and libjpeg, with what they link to. */
    static final List<String> NEEDED = List.of(
            "libonnxruntime.so",
            "libonnxruntime4j_jni.so",
            "libwebp-imageio.so",
            "libawt.so",
            "libawt_headless.so",
            "libjavajpeg.so",
            "libjava.so",
            "libjvm.so");

    private final Path folder;
    private final Properties properties;

    NativeLibraries(Path executable, Properties properties) {
        String named = properties.getProperty(ONNX_RUNTIME_PATH);
        this.folder = named == null
                ? executable.resolveSibling("lib")
                : Path.of(named).toAbsolutePath();
        this.properties = properties;
    }

    static NativeLibraries ofThisProcess() {
        String executable = ProcessHandle.current().info().command().orElseThrow();
        return new NativeLibraries(Path.of(executable), System.getProperties());
    }

    /** What keeps the executable from working, in one line that says what to do; nothing when all is there. */
    Optional<String> complaint() {
        List<String> missing = NEEDED.stream()
                .filter(name -> !Files.isReadable(folder.resolve(name)))
                .toList();
        if (!missing.isEmpty()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "Likeness cannot start: %s missing from %s. Copy the whole folder that the build made, or name the folder with -D%s=<folder>.",
                    String.join(", ", missing),
                    folder,
                    ONNX_RUNTIME_PATH));
        }
        // While it loads, ONNX Runtime makes a folder there, which stays empty and goes when the process ends.
        Path temporary = Path.of(properties.getProperty(TEMPORARY_FOLDER, "/tmp"));
        return Files.isWritable(temporary)
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "Likeness cannot start: the temporary folder %s cannot be written. Mount one there, or name another with -D%s=<folder>, for instance /dev/shm.",
                        temporary,
                        TEMPORARY_FOLDER));
    }

    /** Tells each binding where its library is; in force only before the first of them is used. */
    void announce() {
        properties.setProperty(ONNX_RUNTIME_PATH, folder.toString());
        String others = properties.getProperty(LIBRARY_PATH, "");
        properties.setProperty(
                LIBRARY_PATH, others.isEmpty() ? folder.toString() : folder + File.pathSeparator + others);
    }
}
