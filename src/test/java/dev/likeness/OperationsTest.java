package dev.likeness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/operations.md tells of every metric and every alert. What the service exposes is compared in ProbesIT. */
class OperationsTest {

    private static final Pattern METRIC = Pattern.compile("builder\\(\\s*\"(likeness\\.[a-z.]+[a-z])\"");
    private static final Pattern ALERT = Pattern.compile("(?m)^\\s*- alert: (\\w+)$");
    private static final Pattern HEADING = Pattern.compile("(?m)^### (Likeness\\w+)$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(likeness_[a-z_]+)` \\|");

    @Test
    void every_metric_that_the_code_makes_is_in_the_table() throws IOException {
        Set<String> rows = found(ROW, Path.of("docs"), "operations.md");

        assertThat(found(METRIC, Path.of("src/main/java"), ".java"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(rows).as(name).anySatisfy(row -> assertThat(row)
                        .startsWith(name.replace('.', '_'))));
    }

    @Test
    void every_alert_has_a_heading_with_what_to_do() throws IOException {
        assertThat(found(HEADING, Path.of("docs"), "operations.md"))
                .containsAll(found(ALERT, Path.of("k8s"), "prometheusrule.yaml"))
                .isNotEmpty();
    }

    private static Set<String> found(Pattern pattern, Path folder, String ending) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(ending)).collect(Collectors.toList())) {
                pattern.matcher(Files.readString(file)).results().forEach(match -> found.add(match.group(1)));
            }
        }
        return found;
    }
}
