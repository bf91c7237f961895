package dev.likeness.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The client's preferences among the forms of an answer (RFC 9110, 12.5.1). They are followed where the contract has a
 * choice and ignored elsewhere; nothing is refused for them, since 406 means credits here.
 *
 * @param weights q of each media range, in lower case and without parameters: 0 to 1
 */
record AcceptHeader(Map<String, Double> weights) {

    private static final Pattern WEIGHT = Pattern.compile("(?i).*?;\\s*q\\s*=\\s*([01](?:\\.[0-9]{0,9})?)\\s*(?:;.*)?");

    static AcceptHeader of(HttpServerRequest request) {
        Map<String, Double> weights = new HashMap<>();
        request.headers().getAll(HttpHeaders.ACCEPT).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .forEach(range -> weights.merge(
                        range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT), weightOf(range), Math::max));
        return new AcceptHeader(weights);
    }

    private static double weightOf(String range) {
        Matcher weight = WEIGHT.matcher(range);
        return weight.matches() ? Math.min(1, Double.parseDouble(weight.group(1))) : 1;
    }

    /**
     * Whether the client would rather have an alternative than what it gets otherwise: it has to name the alternative, as no
     * wildcard does, and to give it at least the weight of the usual form.
     */
    boolean prefers(String alternative, String usual) {
        double weight = weights.getOrDefault(alternative, 0.0);
        return weight > 0 && weight >= weight(usual);
    }

    /** By the most specific range that fits the type. */
    private double weight(String mediaType) {
        String anySubtype = mediaType.substring(0, mediaType.indexOf('/')) + "/*";
        return List.of(mediaType, anySubtype, "*/*").stream()
                .filter(weights::containsKey)
                .findFirst()
                .map(weights::get)
                .orElse(0.0);
    }
}
