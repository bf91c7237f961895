package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** {@code docs/comfyui-failures.md} promises tests: they exist. */
class FailuresPageTest {

    private static final Path PAGE = Path.of("docs/comfyui-failures.md");
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    @Test
    void every_test_that_the_page_names_is_one() throws Exception {
        List<MatchResult> named = named(Files.readString(PAGE));

        assertThat(named).hasSizeGreaterThan(50);
        assertThat(named).allSatisfy(test -> assertThat(isTest(test.group(1), test.group(2)))
                .as(test.group())
                .isTrue());
    }

    @Test
    void every_row_names_a_test() throws Exception {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what others suffer"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(25);
        assertThat(rows).allSatisfy(row -> assertThat(named(row)).isNotEmpty());
    }

    private static List<MatchResult> named(String text) {
        return NAMED.matcher(text).results().toList();
    }

    private static boolean isTest(String className, String method) throws ClassNotFoundException, IOException {
        Class<?> tests = Class.forName(FailuresPageTest.class.getPackageName() + "." + className);
        return Arrays.stream(tests.getDeclaredMethods())
                .anyMatch(each -> each.getName().equals(method)
                        && (each.isAnnotationPresent(Test.class) || each.isAnnotationPresent(ParameterizedTest.class)));
    }
}
