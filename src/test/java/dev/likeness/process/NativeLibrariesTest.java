package dev.likeness.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

    @TempDir
    Path folder;

    private final Properties properties = new Properties();
    private Path lib;

    @BeforeEach
    void everythingIsThere() throws IOException {
        lib = Files.createDirectory(folder.resolve("lib"));
        for (String name : NativeLibraries.OF_EXECUTABLE) {
            Files.createFile(lib.resolve(name));
        }
        properties.setProperty(NativeLibraries.TEMPORARY_FOLDER, folder.toString());
    }

    private NativeLibraries libraries() {
        return NativeLibraries.ofExecutable(folder.resolve("likeness"), properties);
    }

    @Test
    void the_folder_is_lib_beside_the_executable() {
        assertThat(libraries().complaint()).isEmpty();

        libraries().announce();

        assertThat(properties.getProperty("onnxruntime.native.path")).isEqualTo(lib.toString());
        assertThat(properties.getProperty("java.library.path")).isEqualTo(lib.toString());
    }

    @Test
    void the_operator_may_name_another_folder() throws IOException {
        Path other = Files.move(lib, folder.resolve("other"));
        properties.setProperty("onnxruntime.native.path", other.toString());

        assertThat(libraries().complaint()).isEmpty();
        libraries().announce();

        assertThat(properties.getProperty("java.library.path")).isEqualTo(other.toString());
    }

    @Test
    void folders_that_were_searched_before_are_still_searched() {
        properties.setProperty("java.library.path", "/usr/lib/more");

        libraries().announce();

        assertThat(properties.getProperty("java.library.path")).isEqualTo(lib + ":/usr/lib/more");
    }

    @Test
    void every_file_that_is_missing_is_named_with_its_folder() throws IOException {
        Files.delete(lib.resolve("libwebp-imageio.so"));
        Files.delete(lib.resolve("libawt.so"));

        assertThat(libraries().complaint()).hasValueSatisfying(complaint -> assertThat(complaint)
                .contains("libwebp-imageio.so, libawt.so missing from " + lib, "-Donnxruntime.native.path=<folder>")
                .doesNotContain("\n"));
    }

    @Test
    void a_temporary_folder_that_cannot_be_written_is_named_too() {
        properties.setProperty("java.io.tmpdir", folder.resolve("absent").toString());

        assertThat(libraries().complaint()).hasValueSatisfying(complaint -> assertThat(complaint)
                .contains(folder.resolve("absent") + " cannot be written", "-Djava.io.tmpdir="));
    }

    @Test
    void beside_a_jar_the_folder_is_native() throws IOException {
        Path beside = Files.createDirectory(folder.resolve("native"));
        Path jar = folder.resolve("quarkus-run.jar");
        assertThat(NativeLibraries.ofJar(jar, properties).complaint()).hasValueSatisfying(complaint -> assertThat(
                        complaint)
                .contains("libonnxruntime.so, libonnxruntime4j_jni.so, libwebp-imageio.so missing from " + beside));

        for (String name : NativeLibraries.OF_BINDINGS) {
            Files.createFile(beside.resolve(name));
        }
        NativeLibraries libraries = NativeLibraries.ofJar(jar, properties);

        assertThat(libraries.complaint()).isEmpty();
        libraries.announce();
        assertThat(properties.getProperty("onnxruntime.native.path")).isEqualTo(beside.toString());
        assertThat(properties.getProperty("java.library.path")).isEqualTo(beside.toString());
        assertThat(Path.of(properties.getProperty("com.luciad.imageio.webp.tmpdir")))
                .doesNotExist();
    }

    @Test
    void without_the_folder_a_jar_has_its_libraries_unpacked_as_the_bindings_do_it() {
        NativeLibraries libraries = NativeLibraries.ofJar(folder.resolve("quarkus-run.jar"), properties);

        assertThat(libraries.complaint()).isEmpty();
        libraries.announce();

        assertThat(properties).containsOnlyKeys(NativeLibraries.TEMPORARY_FOLDER);
        assertThat(folder).isDirectoryContaining(path -> path.equals(lib));
    }

    /** As Docker mounts --tmpfs /tmp. Needs root. */
    @Test
    @EnabledIf("dev.likeness.process.NoexecMount#isAllowed")
    void a_temporary_folder_that_is_mounted_noexec_is_refused_where_libraries_are_unpacked_there() throws Exception {
        Path mounted = Files.createDirectory(folder.resolve("noexec"));
        properties.setProperty(NativeLibraries.TEMPORARY_FOLDER, mounted.toString());
        NativeLibraries unpacked = NativeLibraries.ofJar(folder.resolve("quarkus-run.jar"), properties);
        assertThat(unpacked.complaint()).isEmpty();

        try (NoexecMount mount = NoexecMount.on(mounted)) {
            assertThat(unpacked.complaint()).hasValueSatisfying(complaint -> assertThat(complaint)
                    .contains(mounted + " and cannot be loaded from there, since it is mounted noexec")
                    .contains("-Djava.io.tmpdir=<folder>")
                    .doesNotContain("\n"));
            assertThat(libraries().complaint()).isEmpty();
        }
    }
}
