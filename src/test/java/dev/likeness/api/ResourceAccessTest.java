package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.likeness.auth.Administrative;
import dev.likeness.auth.Authenticated;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every route of every resource, which is open to all unless it is annotated: a new one fails until it is listed here. */
class ResourceAccessTest {

    private static final Map<String, String> ACCESS = Map.ofEntries(
            Map.entry("POST /v1/consistent-character-with-pose", "API key"),
            Map.entry("POST /v1/pose", "API key"),
            Map.entry("GET /v1/get-user-credits", "API key"),
            Map.entry("POST /v2/consistent-character-with-pose", "API key"),
            Map.entry("GET /v2/requests/{id}", "API key"),
            Map.entry("DELETE /v2/requests/{id}", "API key"),
            Map.entry("GET /v2/requests/{id}/status", "API key"),
            Map.entry("POST /v2/requests/{id}/cancel", "API key"),
            Map.entry("GET /v2/requests/{id}/events", "API key"),
            // The link itself is signed, and expires.
            Map.entry("GET /v2/outputs/{id}/{file}", "public"),
            Map.entry("POST /admin/keys", "administrators' token"),
            Map.entry("GET /admin/keys", "administrators' token"),
            Map.entry("GET /admin/keys/{id}", "administrators' token"),
            Map.entry("DELETE /admin/keys/{id}", "administrators' token"),
            Map.entry("POST /admin/keys/{id}/credits", "administrators' token"),
            Map.entry("GET /admin/keys/{id}/ledger", "administrators' token"),
            Map.entry("POST /admin/keys/{id}/webhook-secret", "administrators' token"));

    @Test
    void every_route_is_listed_with_those_who_may_call_it() {
        Map<String, String> found = new TreeMap<>();
        routes().forEach(method -> found.put(route(method), access(method)));

        assertThat(found).isEqualTo(new TreeMap<>(ACCESS));
    }

    @Test
    void allow_names_the_methods_that_the_resources_have() {
        Map<String, TreeSet<String>> found = routes().collect(Collectors.groupingBy(
                method -> route(method).replaceFirst("^[A-Z]+ ", ""),
                TreeMap::new,
                Collectors.mapping(
                        method -> route(method).replaceFirst(" .*", ""), Collectors.toCollection(TreeSet::new))));
        Map<String, TreeSet<String>> table = new TreeMap<>();
        AllowedMethods.OF.forEach((path, methods) -> {
            if (!path.startsWith("/q/")) {
                table.put(path, new TreeSet<>(methods));
            }
        });

        assertThat(table).isEqualTo(found);
    }

    @Test
    void an_address_may_be_written_as_quarkus_rest_takes_it() {
        for (String path : List.of("/v1/pose", "/v1/pose/", "//v1//pose", "/v1/pose;a=b", "/v1;x/pose")) {
            assertThat(AllowedMethods.of(path, false).orElseThrow()).as(path).containsExactly("POST", "OPTIONS");
        }
        assertThat(AllowedMethods.of("/q/health/live", false).orElseThrow()).containsExactly("GET", "HEAD", "OPTIONS");
        assertThat(AllowedMethods.of("/v1/pose/more", false)).isEmpty();
        assertThat(AllowedMethods.of("/admin/keys", false)).isEmpty();
        assertThat(AllowedMethods.of("/admin/keys", true).orElseThrow()).contains("GET", "POST");
    }

    private static Stream<Method> routes() {
        JavaClasses all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.likeness");
        // A client of another service is an interface.
        return all.stream()
                .filter(type -> type.isAnnotatedWith(Path.class) && !type.isInterface())
                .map(JavaClass::reflect)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> httpMethod(method) != null);
    }

    private static String httpMethod(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod named = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (named != null) {
                return named.value();
            }
        }
        return null;
    }

    private static String route(Method method) {
        String type = method.getDeclaringClass().getAnnotation(Path.class).value();
        String more = method.isAnnotationPresent(Path.class)
                ? method.getAnnotation(Path.class).value()
                : "";
        return httpMethod(method) + " "
                + ("/" + type + "/" + more).replaceAll("/{2,}", "/").replaceAll("/$", "");
    }

    private static String access(Method method) {
        boolean key = annotated(method, Authenticated.class);
        boolean token = annotated(method, Administrative.class);
        assertThat(key && token).as(route(method)).isFalse();
        return key ? "API key" : token ? "administrators' token" : "public";
    }

    private static boolean annotated(Method method, Class<? extends Annotation> annotation) {
        return method.isAnnotationPresent(annotation)
                || method.getDeclaringClass().isAnnotationPresent(annotation);
    }
}
