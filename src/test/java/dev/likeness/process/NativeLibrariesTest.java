package dev.likeness.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

    @TempDir
    Path folder;

    private final Properties properties = new Properties();
    private Path lib;

    @BeforeEach
    void everythingIsThere() throws IOException {
        lib = Files.createDirectory(folder.resolve("lib"));
        for (String name : NativeLibraries.NEEDED) {
            Files.createFile(lib.resolve(name));
        }
        properties.setProperty(NativeLibraries.TEMPORARY_FOLDER, folder.toString());
    }

    private NativeLibraries libraries() {
        return new NativeLibraries(folder.resolve("likeness"), properties);
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
}
