package dev.likeness.refusals;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/refusals.md has a row for each message that a picture, a URL or a server is refused with, and each row names a test
 * that expects this message.
 */
class RefusalTableTest {

    private static final Path TABLE = Path.of("docs/refusals.md");

    private record Row(String message, String when, String remedy, String test) {}

    private static List<Row> rows() throws IOException {
        return Files.readString(TABLE)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" \\| "))
                .map(cells -> new Row(
                        cells[0].replaceFirst("^\\| `(.*)`$", "$1"),
                        cells[1],
                        cells[2],
                        cells[3].replaceFirst("`(.*)` \\|$", "$1")))
                .toList();
    }

    @Test
    void theTableHasTheMessagesOfTheCode() throws IOException {
        SortedSet<String> code = MessagesInCode.below(Path.of("src/main/java"));
        SortedSet<String> table = rows().stream().map(Row::message).collect(Collectors.toCollection(TreeSet::new));

        assertThat(table)
                .as("rows of docs/refusals.md; a new message wants a row, a test that provokes it, and a remedy")
                .containsExactlyElementsOf(code);
    }

    @Test
    void eachRowSaysWhenAndWhatToDo() throws IOException {
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row.when()).isNotBlank();
            assertThat(row.remedy()).isNotBlank();
        });
    }

    @Test
    void eachKeyThatItNamesIsOneOfTheConfiguration() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        assertThat(Pattern.compile("likeness(\\.[a-z-]+)+")
                        .matcher(Files.readString(TABLE))
                        .results())
                .extracting(MatchResult::group)
                .isNotEmpty()
                .allSatisfy(key -> assertThat(readme).contains("| `" + key + "` |"));
    }

    /** PictureRefusalsTest puts its messages together, and compares the table with them itself. */
    @Test
    void eachRowNamesATestThatExpectsItsMessage() throws IOException {
        Map<Path, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName(), Files.readString(file));
            }
        }
        List<String> wanting = new ArrayList<>();
        for (Row row : rows()) {
            Matcher name = Pattern.compile("(\\w+)#(\\w+)").matcher(row.test());
            assertThat(name.matches()).as(row.toString()).isTrue();
            String source = sources.getOrDefault(Path.of(name.group(1) + ".java"), "");
            // Texts that a plus sign puts together are one.
            String texts = source.replaceAll("\"\\s*\\+\\s*\"", "")
                    .replace("\\\"", "\"")
                    .replace("\\\\", "\\");
            boolean itself = name.group(1).equals("PictureRefusalsTest");
            if (!source.contains("void " + name.group(2) + "(")
                    || !itself && !fixedParts(row.message()).allMatch(texts::contains)) {
                wanting.add(row.test() + ": " + row.message());
            }
        }
        assertThat(wanting)
                .as("rows whose test is not there, or does not expect the message")
                .isEmpty();
    }

    /** What a message says whatever the request is: the words between its ellipses. */
    private static Stream<String> fixedParts(String message) {
        return Arrays.stream(message.split(MessagesInCode.UNKNOWN))
                .map(String::strip)
                .filter(part -> part.matches(".*[A-Za-z]{2}.*"));
    }
}
