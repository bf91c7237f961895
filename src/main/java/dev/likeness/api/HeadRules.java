package dev.likeness.api;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What a request's head must be in every version of HTTP, before anything else sees it. */
final class HeadRules {

    /** Characters of a method and its target: what Vert.x reads of a request line of HTTP/1. */
    static final int MAX_LINE = HttpServerOptions.DEFAULT_MAX_INITIAL_LINE_LENGTH;

    /** Characters of all headers: {@code quarkus.http.limits.max-header-size}, which holds for HTTP/1 alone. */
    static final int MAX_HEADERS = 32 << 10;

    private HeadRules() {}

    /** @param absolute whether a URL may stand there, as for a proxy: in HTTP/1 it may */
    static Optional<Problem> target(String target, boolean absolute) {
        boolean url = absolute && target.toLowerCase(Locale.ROOT).matches("https?://[^\\x00]*");
        if (!target.startsWith("/") && !url) {
            return bad("The request target is malformed; send a path that begins with /");
        }
        if (url && !isAuthority(target.replaceFirst("^[^/]*//", "").split("[/?]", 2)[0])) {
            return bad("The host of the request target is malformed; send a host name, with or without a port");
        }
        try {
            // The check that Quarkus makes, too, and answers without a word.
            new URI(target);
            return Optional.empty();
        } catch (URISyntaxException e) {
            return bad("The request target has characters that must be percent-encoded, or a % without two"
                    + " hexadecimal digits; encode it");
        }
    }

    /** @param hosts all that are named, in whichever header */
    static Optional<Problem> host(Collection<String> hosts) {
        if (hosts.size() == 1 && isAuthority(hosts.iterator().next().strip())) {
            return Optional.empty();
        }
        return bad("The Host header is missing, malformed or there twice; send one, with a host name and"
                + " optionally a port");
    }

    private static boolean isAuthority(String text) {
        HostAndPort parsed = HostAndPort.parseAuthority(text, -1);
        return parsed != null && !parsed.host().isEmpty() && parsed.port() <= 65_535;
    }

    static Problem lineTooLong() {
        return Problem.ofStatus(414, "The request line is too long; send what is long in the body");
    }

    static Problem headersTooLong() {
        return Problem.ofStatus(431, "The headers are too long; send fewer or shorter ones");
    }

    static Optional<Problem> bad(String message) {
        return Optional.of(Problem.ofStatus(400, message));
    }
}
