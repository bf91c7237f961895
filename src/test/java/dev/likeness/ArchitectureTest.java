package dev.likeness;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Who may know whom. The table is that of the architecture; what it does not name is forbidden. */
@AnalyzeClasses(packages = "dev.likeness", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String BASE = "dev.likeness.";

    /** What each package may use besides itself. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("error", Set.of()),
            Map.entry("shutdown", Set.of("error")),
            Map.entry("trace", Set.of()),
            Map.entry("context", Set.of()),
            Map.entry("process", Set.of("shutdown")),
            Map.entry("breaker", Set.of()),
            Map.entry("remote", Set.of()),
            Map.entry("store", Set.of("context", "error")),
            Map.entry("auth", Set.of("store", "error")),
            Map.entry("input", Set.of("error")),
            Map.entry("credits", Set.of("auth", "store", "error")),
            Map.entry("admin", Set.of("auth", "credits", "error")),
            Map.entry("pose", Set.of("context", "trace", "input", "error")),
            Map.entry("pose.remote", Set.of("context", "trace", "pose", "breaker", "remote", "input", "error")),
            Map.entry("generation", Set.of("input", "pose", "error")),
            Map.entry("generation.preview", Set.of("generation", "input", "pose", "error")),
            Map.entry(
                    "generation.comfyui",
                    Set.of("context", "trace", "generation", "breaker", "remote", "input", "pose", "error")),
            Map.entry(
                    "generation.segmind",
                    Set.of("context", "trace", "generation", "breaker", "remote", "input", "pose", "error")),
            Map.entry("output", Set.of("generation", "input", "error")),
            Map.entry(
                    "flow",
                    Set.of("context", "trace", "output", "generation", "pose", "credits", "input", "auth", "error")),
            Map.entry(
                    "requests",
                    Set.of(
                            "shutdown",
                            "flow",
                            "output",
                            "generation",
                            "pose",
                            "credits",
                            "input",
                            "auth",
                            "store",
                            "error")),
            Map.entry(
                    "api",
                    Set.of(
                            "context",
                            "shutdown",
                            "trace",
                            "flow",
                            "requests",
                            "auth",
                            "admin",
                            "credits",
                            "input",
                            "output",
                            "error")));

    /** Values, not workings: what {@code /v1/pose} answers with, and what the events of a running request carry. */
    private static final Set<String> VALUES_FOR_API = Stream.of(
                    "pose.BodyPart",
                    "pose.Skeleton",
                    "pose.Person",
                    "pose.Keypoint",
                    "pose.Joint",
                    "pose.PoseReading",
                    "pose.PoseReading$Source",
                    "pose.Face",
                    "pose.Landmark",
                    "generation.Progress",
                    "generation.PreviewFrame")
            .map(BASE::concat)
            .collect(Collectors.toUnmodifiableSet());

    @ArchTest
    static final ArchRule packages_use_only_what_the_table_allows = CompositeArchRule.of(MAY_USE.entrySet().stream()
            .map(entry -> ownOnly(entry.getKey(), entry.getValue()))
            .toList());

    private static ArchRule ownOnly(String name, Set<String> others) {
        return noClasses()
                .that()
                .resideInAPackage(BASE + name)
                .should()
                .dependOnClassesThat(forbiddenTo(name, others))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> forbiddenTo(String name, Set<String> others) {
        Set<String> allowed = Stream.concat(Stream.of(name), others.stream())
                .map(BASE::concat)
                .collect(Collectors.toSet());
        return describe(
                "are of this project and not in " + allowed,
                used -> used.getPackageName().startsWith("dev.likeness")
                        && !allowed.contains(used.getPackageName())
                        && !(name.equals("api") && VALUES_FOR_API.contains(used.getName())));
    }

    @ArchTest
    static void every_package_is_in_the_table(JavaClasses all) {
        assertThat(all.stream().map(JavaClass::getPackageName).distinct())
                .allSatisfy(name -> assertThat(MAY_USE).containsKey(name.replace(BASE, "")));
    }

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("dev.likeness.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_web_stays_in_api_and_auth = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + "api", BASE + "auth")
            .and()
            .areNotAnnotatedWith(RegisterRestClient.class)
            .and()
            .doNotHaveFullyQualifiedName(BASE + "generation.segmind.SegmindClient")
            .and()
            .doNotHaveFullyQualifiedName(BASE + "generation.segmind.UnderscoreHost")
            .should()
            .dependOnClassesThat(resideInAnyPackage("jakarta.ws.rs.."))
            .because(
                    "elsewhere only an interface of a service that is called, its client and the client's filter use these types");

    @ArchTest
    static final ArchRule networks_stay_in_pose = onlyIn("ai.onnxruntime..", "pose");

    @ArchTest
    static final ArchRule drawing_stays_where_pixels_are =
            onlyIn("java.awt..", "input", "pose", "output", "generation.preview");

    @ArchTest
    static final ArchRule image_files_stay_where_pixels_are =
            onlyIn("javax.imageio..", "input", "pose", "output", "generation.preview");

    @ArchTest
    static final ArchRule spans_stay_in_trace = onlyIn("io.opentelemetry..", "trace", "api");

    @ArchTest
    static final ArchRule redis_stays_where_state_is =
            onlyIn("io.quarkus.redis..", "store", "credits", "requests", "auth");

    @ArchTest
    static final ArchRule its_client_too = onlyIn("io.vertx..redis..", "store", "credits", "requests", "auth");

    private static ArchRule onlyIn(String technology, String... homes) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(Arrays.stream(homes).map(BASE::concat).toArray(String[]::new))
                .should()
                .dependOnClassesThat(resideInAnyPackage(technology));
    }

    @ArchTest
    static final ArchRule things_are_named_and_not_their_layers = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Manager|Helper|Utils?)(\\$.*)?")
            .because("a name says what a thing is");

    @ArchTest
    static final ArchRule configuration_is_called_so =
            classes().that().areAnnotatedWith(ConfigMapping.class).should().haveSimpleNameEndingWith("Config");

    @ArchTest
    static void configuration_keys_begin_with_likeness(JavaClasses all) {
        assertThat(all.stream().filter(type -> type.isAnnotatedWith(ConfigMapping.class)))
                .isNotEmpty()
                .allSatisfy(type -> assertThat(
                                type.getAnnotationOfType(ConfigMapping.class).prefix())
                        .matches("likeness(\\.[a-z.-]+)?"));
    }

    @ArchTest
    static final ArchRule static_fields_are_constants =
            fields().that().areStatic().should().beFinal();

    /** A native image runs static initialisers when it is built: what they hold is as old as the build. */
    @ArchTest
    static final ArchRule static_fields_hold_no_state = fields().that()
            .areStatic()
            .should()
            .notHaveRawType(describe("can change, or belong to one machine", ArchitectureTest::lives));

    private static boolean lives(JavaClass type) {
        return type.isAssignableTo(Clock.class)
                || type.isAssignableTo(RandomGenerator.class)
                || type.isAssignableTo(Executor.class)
                || type.isAssignableTo(Thread.class)
                || type.isAssignableTo(ThreadLocal.class)
                || type.isAssignableTo(StringBuilder.class)
                || type.getPackageName().startsWith("java.util.concurrent")
                || type.getPackageName().startsWith("java.awt")
                || type.getPackageName().startsWith("javax.imageio")
                || type.getPackageName().startsWith("ai.onnxruntime");
    }

    /** Those that format or fold letters by the locale of the machine: under many its digits are not 0 to 9. */
    private static final Set<String> BY_DEFAULT_LOCALE = Set.of(
            "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
            "String.format(Locale.ROOT, java.lang.String, [Ljava.lang.Object;)",
            "java.lang.String.toLowerCase()",
            "java.lang.String.toUpperCase()",
            "java.io.PrintStream.format(java.lang.String, [Ljava.lang.Object;)",
            "java.io.PrintStream.printf(java.lang.String, [Ljava.lang.Object;)",
            "java.io.PrintWriter.format(java.lang.String, [Ljava.lang.Object;)",
            "java.io.PrintWriter.printf(java.lang.String, [Ljava.lang.Object;)",
            "java.util.Formatter.<init>()",
            "java.util.Formatter.<init>(java.lang.Appendable)",
            "java.time.format.DateTimeFormatter.ofPattern(java.lang.String)",
            "java.time.format.DateTimeFormatterBuilder.toFormatter()",
            "java.util.Locale.getDefault()",
            "java.util.Locale.getDefault(java.util.Locale$Category)");

    @ArchTest
    static final ArchRule texts_are_the_same_under_every_locale = noClasses()
            .should()
            .accessTargetWhere(describe(
                    "formats by the locale of the machine",
                    access -> BY_DEFAULT_LOCALE.contains(access.getTarget().getFullName())))
            .orShould()
            .dependOnClassesThat(resideInAnyPackage("java.text.."))
            .because("texts are for machines: name Locale.ROOT");

    /** Loggers take no locale: their numbers are formatted as {@code %s}, which is {@code toString()}. */
    @ArchTest
    static void log_lines_are_the_same_under_every_locale(JavaClasses all) throws IOException {
        Pattern line = Pattern.compile("LOG\\s*\\.\\w+f\\((?:[^;\"]|\"(?:[^\"\\\\]|\\\\.)*\")*;");
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                assertThat(line.matcher(Files.readString(source)).results().map(MatchResult::group))
                        .as(source.toString())
                        .noneMatch(call -> call.matches("(?s).*%[-,.0-9]*[dfxXeEgot].*"));
            }
        }
    }

    @ArchTest
    static final ArchRule fields_are_not_injected = fields().should()
            .notBeAnnotatedWith("jakarta.inject.Inject")
            .because("what a class needs it takes in its constructor");
}
