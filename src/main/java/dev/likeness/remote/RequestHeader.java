package dev.likeness.remote;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A header that is sent with every request to a server because its operator has configured it. The value is secret.
 *
 * @param name as it was written; names are compared without regard to case
 */
public record RequestHeader(String name, String value) {

    /** Headers that HTTP itself needs, that change how an answer is to be read, or that continue a trace; in lower case. */
    private static final Set<String> OF_THE_PROTOCOL = Set.of(
            "host",
            "connection",
            "keep-alive",
            "upgrade",
            "expect",
            "content-length",
            "content-type",
            "content-encoding",
            "accept-encoding",
            "transfer-encoding",
            "te",
            "trailer",
            "traceparent",
            "tracestate");

    /**
     * @param key the prefix of the configuration's keys, for messages
     * @param ofTheApi the headers that requests to this server carry anyway, in lower case
     * @throws IllegalArgumentException naming the key when it is no header that may be set; without its value
     */
    public static RequestHeader of(String key, HeaderConfig config, Set<String> ofTheApi) {
        if (config.authorization().isPresent() == config.header().isPresent()) {
            throw wrong(key, "needs either authorization, or header and value");
        }
        if (config.header().isPresent() != config.value().isPresent()) {
            throw wrong(key, "needs both header and value");
        }
        String name = config.header().map(String::strip).orElse("Authorization");
        String value = config.authorization().or(config::value).orElseThrow().strip();
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
                || OF_THE_PROTOCOL.contains(lowerCase)
                || lowerCase.startsWith("sec-websocket")) {
            throw wrong(key, "header is not the name of a header that may be set");
        }
        if (ofTheApi.contains(lowerCase)) {
            throw wrong(key, name + " is set by this service itself");
        }
        if (!value.matches("[ -~\\t]+")) {
            throw wrong(key, "the header's value must be visible ASCII characters");
        }
        return new RequestHeader(name, value);
    }

    /**
     * @param key the prefix of the configuration's keys, for messages
     * @return the values by their names, which are read without regard to case
     * @throws IllegalArgumentException naming the key when two of them have the same name
     */
    public static Map<String, String> byName(String key, Collection<RequestHeader> headers) {
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach(header -> {
            if (values.putIfAbsent(header.name, header.value) != null) {
                throw wrong(
                        key,
                        "two entries set the header " + header.name + " of the same server; leave one of them out");
            }
        });
        return values;
    }

    /** Of a configuration whose entries are all for one server. */
    public static Map<String, String> byName(
            String key, Map<String, ? extends HeaderConfig> configured, Set<String> ofTheApi) {
        return byName(
                key,
                configured.entrySet().stream()
                        .map(entry -> of(key + "." + entry.getKey(), entry.getValue(), ofTheApi))
                        .toList());
    }

    private static IllegalArgumentException wrong(String key, String what) {
        return new IllegalArgumentException(key + ": " + what);
    }

    /** Without the value. */
    @Override
    public String toString() {
        return name;
    }
}
