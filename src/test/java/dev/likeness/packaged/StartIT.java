package dev.likeness.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the executable starts, with all its libraries and without one of them. */
class StartIT {

    @TempDir
    Path folder;

    @BeforeEach
    void onlyTheExecutableBringsLibraries() {
        assumeTrue(PackageForm.built() == PackageForm.NATIVE, "the JVM build has its libraries in its jars");
    }

    @Test
    void nothing_but_the_folder_is_needed() throws IOException {
        Path elsewhere = linked(folder.resolve("elsewhere"));

        try (PackagedService service = started(elsewhere.resolve("likeness"))) {
            service.awaitReady();
            assertThat(Pictures.of(service, "webp").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void each_library_that_is_missing_is_named_in_one_line_and_ends_the_start() throws IOException {
        for (Path library : libraries(PackageForm.FOLDER.resolve("lib"))) {
            String name = library.getFileName().toString();
            Path crippled = linked(folder.resolve("without-" + name));
            Files.delete(crippled.resolve("lib").resolve(name));

            try (PackagedService service = started(crippled.resolve("likeness"))) {
                assertThat(service.exitCode()).as(name).isEqualTo(1);
                assertThat(service.log())
                        .isEqualTo("Likeness cannot start: " + name + " missing from " + crippled.resolve("lib")
                                + ". Copy the whole folder that the build made, or name the folder with"
                                + " -Donnxruntime.native.path=<folder>.\n");
            }
        }
    }

    @Test
    void the_libraries_may_lie_elsewhere() throws IOException {
        Path split = linked(folder.resolve("split"));
        Path moved = Files.move(split.resolve("lib"), folder.resolve("libraries"));

        try (PackagedService service = PackagedService.start(
                List.of(split.resolve("likeness").toString(), "-Donnxruntime.native.path=" + moved), Map.of())) {
            service.awaitReady();
            assertThat(Pictures.of(service, "jpeg").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void no_file_is_made_in_the_temporary_folder_and_no_folder_is_left_there() throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));

        try (PackagedService service =
                PackagedService.start(PackageForm.NATIVE, Map.of("java.io.tmpdir", temporary.toString()))) {
            service.awaitReady();
            for (String format : List.of("png", "jpeg", "webp")) {
                assertThat(Pictures.of(service, format).statusCode()).isEqualTo(200);
            }
            try (Stream<Path> made = Files.walk(temporary)) {
                assertThat(made.filter(Files::isRegularFile)).isEmpty();
            }
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void no_temporary_folder_is_needed() {
        String absent = folder.resolve("absent").toString();

        try (PackagedService service = PackagedService.start(PackageForm.NATIVE, Map.of("java.io.tmpdir", absent))) {
            service.awaitReady();
            assertThat(Pictures.of(service, "webp").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_display_is_not_asked_for() {
        try (PackagedService service = PackagedService.start(
                List.of(PackageForm.FOLDER.resolve("likeness").toAbsolutePath().toString()),
                Map.of("DISPLAY", ":77"))) {
            service.awaitReady();
            assertThat(Pictures.of(service, "jpeg").statusCode()).isEqualTo(200);
        }
    }

    private static PackagedService started(Path executable) {
        return PackagedService.start(List.of(executable.toString()), Map.of());
    }

    /** The folder of the build, without copying what is in it. */
    private static Path linked(Path to) throws IOException {
        Files.createDirectories(to.resolve("lib"));
        Path executable = PackageForm.FOLDER.resolve("likeness");
        linkOrCopy(executable, to.resolve("likeness"));
        for (Path library : libraries(PackageForm.FOLDER.resolve("lib"))) {
            Files.createSymbolicLink(to.resolve("lib").resolve(library.getFileName()), library.toAbsolutePath());
        }
        return to;
    }

    /** A symbolic link would not do: the executable is where its file is. */
    private static void linkOrCopy(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (IOException anotherFileSystem) {
            Files.copy(from, to, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static List<Path> libraries(Path lib) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.sorted().toList();
        }
    }
}
