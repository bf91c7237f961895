package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever goes wrong at the servers, each request has one outcome, each credit is spent or given back, and nothing is left:
 * {@link RandomFaults} in a process and a temporary folder of its own.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "descriptors are counted in /proc")
class RandomFaultsTest {

    private record Ended(int code, String said) {}

    @TempDir
    Path temporary;

    @Test
    void a_thousand_requests_each_have_one_outcome_and_leave_nothing() throws Exception {
        Ended ended = run("1000", "60");

        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(ended.said()).contains("1000 requests");
    }

    @Test
    void whatever_is_left_is_found() throws Exception {
        Ended ended = run("40", "2", "spoilt");

        assertThat(ended.code()).as(ended.said()).isEqualTo(1);
        assertThat(ended.said())
                .contains(
                        "a request has ended 0 times",
                        "1 prompts queued at",
                        "1 prompts unfinished at",
                        "[RESERVED] for a request that nobody made",
                        "the balance is",
                        "timers of Vert.x are left",
                        " timers of Mutiny are left",
                        "the thread left over",
                        "descriptors for socket are left",
                        "the temporary file left-over");
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        Path log = Files.createTempFile("random-faults", ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                RandomFaults.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(new File("."))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return new Ended(process.waitFor(), Files.readString(log, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
            Files.delete(log);
        }
    }
}
