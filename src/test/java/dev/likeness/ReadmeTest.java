package dev.likeness;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's table of configuration says what the service reads: every key, its default, and nothing else. */
class ReadmeTest {

    /** {@code | `likeness.key` | `default` | meaning |}, the default with or without back quotes, or left out. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(likeness\\.[^`]+)` \\| ([^|]*)\\| (?!\\s*\\|)[^|]+\\|$");

    @Test
    void tellsEveryConfigurationKey() throws IOException {
        assertThat(rows().keySet()).isEqualTo(keys().keySet());
    }

    @Test
    void tellsTheDefaultOfEveryKeyThatHasOne() throws IOException {
        Map<String, String> rows = rows();
        keys().forEach((key, byDefault) -> {
            if (!byDefault.isEmpty()) {
                assertThat(rows.get(key)).as(key).isEqualTo("`" + byDefault + "`");
            }
        });
    }

    private static Map<String, String> rows() throws IOException {
        return ROW.matcher(Files.readString(Path.of("README.md")))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> row.group(2).strip(),
                        (a, b) -> a + " and again " + b,
                        TreeMap::new));
    }

    /** The defaults of the keys of all configuration mappings; empty for a key that has none. */
    private static Map<String, String> keys() {
        Map<String, String> keys = new TreeMap<>();
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.likeness").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .forEach(type -> collect(
                                type.getAnnotationOfType(ConfigMapping.class).prefix(), type.reflect(), keys));
        return keys;
    }

    private static void collect(String prefix, Class<?> mapping, Map<String, String> keys) {
        for (Method method : mapping.getMethods()) {
            String key = prefix + "." + StringUtil.skewer(method.getName());
            if (Map.class.isAssignableFrom(method.getReturnType())) {
                var types = ((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments();
                collect(key + ".<name>", (Class<?>) types[1], keys);
            } else if (method.getReturnType().isInterface()
                    && method.getReturnType().getName().startsWith("dev.likeness.")) {
                collect(key, method.getReturnType(), keys);
            } else {
                WithDefault byDefault = method.getAnnotation(WithDefault.class);
                keys.put(key, byDefault == null ? "" : byDefault.value());
            }
        }
    }
}
