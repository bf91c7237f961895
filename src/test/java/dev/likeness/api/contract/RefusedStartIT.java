package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One of each moment: what else a mapping refuses is tested where it is. A package with a configuration that cannot work does not start, and names the key that is to blame. */
class RefusedStartIT {

    @ParameterizedTest
    @CsvSource({
        "likeness.backend, previw, likeness.backend=previw",
        "likeness.auth.accounts.ada.key-sha256, demo, likeness.auth.accounts.ada.key-sha256",
        "likeness.input.allowed-hosts, 10.0.0.0/99, likeness.input.allowed-hosts",
        "likeness.webhooks.secret, hunter2, likeness.auth.accounts.<name>.webhook-secret",
        "likeness.auth.accounts.ada.webhook-secret, hunter2, likeness.auth.accounts.ada",
        "likeness.store, redis, likeness.requests.link-secret is required",
    })
    void a_configuration_that_cannot_work_is_refused_by_name(String key, String value, String named) throws Exception {
        Path log = Files.createTempFile("start", ".log");
        List<String> command = new ArrayList<>(launcher());
        command.add(1, "-D" + key + "=" + value);
        command.add(1, "-Dquarkus.http.port=0");
        Process service = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(service.waitFor(60, TimeUnit.SECONDS))
                    .as("it ends by itself")
                    .isTrue();
            assertThat(service.exitValue()).isNotZero();
            assertThat(Files.readString(log)).contains(named);
        } finally {
            service.destroyForcibly();
            Files.delete(log);
        }
    }

    /** As the build has packaged it: a jar or an executable. */
    private static List<String> launcher() throws IOException {
        Properties artifact = new Properties();
        try (InputStream file = Files.newInputStream(Path.of("target/quarkus-artifact.properties"))) {
            artifact.load(file);
        }
        String path = Path.of("target", artifact.getProperty("path")).toString();
        return artifact.getProperty("type").startsWith("native")
                ? List.of(path)
                : List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", path);
    }
}
