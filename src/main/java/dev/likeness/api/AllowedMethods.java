package dev.likeness.api;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The methods of every address, for {@code Allow} (RFC 9110, 15.5.6), which Quarkus REST leaves out of its 405. A test
 * compares the table with the resources.
 */
final class AllowedMethods {

    /** Path templates as the resources have them; {@code {x}} is one segment, a trailing {@code *} any number of them. */
    static final Map<String, List<String>> OF = Map.ofEntries(
            Map.entry("/v1/consistent-character-with-pose", List.of("POST")),
            Map.entry("/v1/pose", List.of("POST")),
            Map.entry("/v1/get-user-credits", List.of("GET")),
            Map.entry("/v2/consistent-character-with-pose", List.of("POST")),
            Map.entry("/v2/requests/{id}", List.of("GET", "DELETE")),
            Map.entry("/v2/requests/{id}/status", List.of("GET")),
            Map.entry("/v2/requests/{id}/cancel", List.of("POST")),
            Map.entry("/v2/requests/{id}/events", List.of("GET")),
            Map.entry("/v2/outputs/{id}/{file}", List.of("GET")),
            Map.entry("/admin/keys", List.of("GET", "POST")),
            Map.entry("/admin/keys/{id}", List.of("GET", "DELETE")),
            Map.entry("/admin/keys/{id}/credits", List.of("POST")),
            Map.entry("/admin/keys/{id}/ledger", List.of("GET")),
            Map.entry("/admin/keys/{id}/webhook-secret", List.of("POST")),
            Map.entry("/q/openapi", List.of("GET")),
            Map.entry("/q/metrics", List.of("GET")),
            Map.entry("/q/health*", List.of("GET")),
            Map.entry("/q/swagger-ui*", List.of("GET")));

    private static final Map<Pattern, Set<String>> COMPILED = compiled();

    private AllowedMethods() {}

    private static Map<Pattern, Set<String>> compiled() {
        Map<Pattern, Set<String>> compiled = new LinkedHashMap<>();
        OF.forEach((template, methods) -> {
            Set<String> all = new LinkedHashSet<>();
            methods.forEach(method -> {
                all.add(method);
                if (method.equals("GET")) {
                    all.add("HEAD");
                }
            });
            all.add("OPTIONS");
            String regex = template.replaceAll("\\{[a-z]+}", "[^/]+").replace("*", "(/.*)?");
            compiled.put(Pattern.compile(regex), all);
        });
        return compiled;
    }

    /**
     * The methods of an address, {@code HEAD} and {@code OPTIONS} included; empty when there is no such address.
     *
     * @param path normalized
     * @param administrators whether there are routes for them
     */
    static Optional<Set<String>> of(String path, boolean administrators) {
        // Quarkus REST takes these for the same address.
        String plain = path.replaceAll(";[^/]*", "").replaceAll("/{2,}", "/").replaceAll("(?<=.)/$", "");
        if (plain.startsWith("/admin/") && !administrators) {
            return Optional.empty();
        }
        return COMPILED.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(plain).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
