package dev.likeness.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the native executable is told about look-ups from C, held against the classes and the libraries on the class path:
 * an upgrade that changes either breaks this build, and not a request in production.
 */
class NativeMetadataTest {

    private static final Path METADATA =
            Path.of("src/main/resources/META-INF/native-image/dev.likeness/likeness/jni-config.json");

    private static final String ONNX_RUNTIME = "/ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so";
    private static final String WEBP = "/native/Linux/x86_64/libwebp-imageio.so";

    private static final Map<String, Class<?>> PRIMITIVES = Map.of(
            "boolean", boolean.class,
            "byte", byte.class,
            "int", int.class,
            "long", long.class,
            "float", float.class,
            "double", double.class);

    /**
     * What ONNX Runtime's binding also looks up and the service never makes it: values that are no tensors, whose networks are
     * refused before they are run, and a model's metadata, which nobody asks for.
     */
    private static final Set<String> NOT_REACHED = Set.of(
            "ai.onnxruntime.OnnxMap",
            "ai.onnxruntime.OnnxModelMetadata",
            "ai.onnxruntime.OnnxSequence",
            "ai.onnxruntime.OnnxSparseTensor",
            "ai.onnxruntime.OnnxValue");

    /** Their constructors, as the library spells them. */
    private static final Set<String> NOT_REACHED_CONSTRUCTORS = Set.of(
            "(JJILai/onnxruntime/TensorInfo;)V",
            "(JJLai/onnxruntime/MapInfo;)V",
            "(JJLai/onnxruntime/SequenceInfo;)V",
            "(" + "Ljava/lang/String;".repeat(5) + "J[Ljava/lang/String;)V");

    @Test
    void every_entry_is_in_the_libraries_on_the_class_path() throws Exception {
        for (JsonNode entry : metadata()) {
            assertThat(entry.fieldNames()).toIterable().isSubsetOf("name", "methods", "fields");
            Class<?> type = type(entry.get("name").textValue());
            for (JsonNode method : entry.path("methods")) {
                Class<?>[] parameters = parameters(method);
                String name = method.get("name").textValue();
                if (name.equals("<init>")) {
                    assertThat(type.getDeclaredConstructor(parameters)).isNotNull();
                } else {
                    assertThat(type.getDeclaredMethod(name, parameters)).isNotNull();
                }
            }
            for (JsonNode field : entry.path("fields")) {
                assertThat(type.getDeclaredField(field.get("name").textValue())).isNotNull();
            }
        }
    }

    @Test
    void the_library_looks_up_these_classes_and_no_others() throws Exception {
        Set<String> looked = new TreeSet<>();
        for (String text : texts(ONNX_RUNTIME)) {
            if (text.matches("\\[*L?(ai/onnxruntime|java/[a-z/]+)/\\w+;?")) {
                looked.add(text.replace('/', '.'));
            }
        }

        assertThat(looked)
                .isEqualTo(
                        union(names().filter(name -> !name.startsWith("[")).collect(Collectors.toSet()), NOT_REACHED));
    }

    @Test
    void the_library_calls_these_constructors_and_no_others() throws Exception {
        Set<String> called = new TreeSet<>();
        for (String text : texts(ONNX_RUNTIME)) {
            if (text.matches("\\((\\[*([ZBCSIJFD]|L[\\w/]+;))*\\)V")) {
                called.add(text);
            }
        }
        Set<String> registered = new TreeSet<>();
        for (JsonNode entry : metadata()) {
            for (JsonNode method : entry.path("methods")) {
                registered.add(Stream.of(parameters(method))
                        .map(Class::descriptorString)
                        .collect(Collectors.joining("", "(", ")V")));
            }
        }

        assertThat(called).isEqualTo(union(registered, NOT_REACHED_CONSTRUCTORS));
    }

    @Test
    void libwebp_looks_nothing_up() throws Exception {
        // A class or a signature would be among its texts, as those of ONNX Runtime are.
        assertThat(texts(WEBP)).noneMatch(text -> text.matches("L?(java|com)/[\\w/]+;?|\\(.*\\)\\[?[VIJ]|<init>"));
    }

    @Test
    void the_libraries_that_the_build_unpacks_are_in_their_jars() {
        assertThat(List.of("/ai/onnxruntime/native/linux-x64/libonnxruntime.so", ONNX_RUNTIME, WEBP))
                .allSatisfy(name ->
                        assertThat(NativeMetadataTest.class.getResource(name)).isNotNull());
    }

    private static Iterable<JsonNode> metadata() throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(METADATA));
    }

    private static Stream<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        metadata().forEach(entry -> names.add(entry.get("name").textValue()));
        return names.stream();
    }

    private static Class<?>[] parameters(JsonNode method) throws ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        for (JsonNode type : method.get("parameterTypes")) {
            types.add(type(type.textValue()));
        }
        return types.toArray(Class<?>[]::new);
    }

    /** As in the metadata: {@code int}, {@code long[]}, {@code java.lang.String[]}, {@code [Ljava.lang.String;}. */
    private static Class<?> type(String name) throws ClassNotFoundException {
        if (name.endsWith("[]")) {
            return type(name.substring(0, name.length() - 2)).arrayType();
        }
        return PRIMITIVES.containsKey(name)
                ? PRIMITIVES.get(name)
                : Class.forName(name, false, NativeMetadataTest.class.getClassLoader());
    }

    /** The printable texts in a library, as {@code strings} shows them. */
    private static List<String> texts(String library) throws IOException {
        try (InputStream file = NativeMetadataTest.class.getResourceAsStream(library)) {
            Matcher text = Pattern.compile("(?<=\\x00)[\\x20-\\x7e]{3,}(?=\\x00)")
                    .matcher(new String(file.readAllBytes(), StandardCharsets.ISO_8859_1));
            return text.results().map(found -> found.group()).toList();
        }
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }
}
