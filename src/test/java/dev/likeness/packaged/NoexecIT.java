package dev.likeness.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.process.NoexecMount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** With a temporary folder that is mounted noexec, as Docker mounts {@code --tmpfs /tmp}. Needs root. */
@EnabledIf("dev.likeness.process.NoexecMount#isAllowed")
class NoexecIT {

    @TempDir
    Path folder;

    @Test
    void every_format_is_read_and_written() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        try (NoexecMount mount = NoexecMount.on(temporary);
                PackagedService service =
                        PackagedService.start(PackageForm.built(), Map.of("java.io.tmpdir", temporary.toString()))) {
            service.awaitReady();

            for (String format : new String[] {"png", "jpeg", "webp"}) {
                assertThat(Pictures.of(service, format).statusCode()).as(format).isEqualTo(200);
            }
            assertThat(Files.walk(temporary)).noneMatch(file -> file.toString().contains(".so"));
        }
    }
}
