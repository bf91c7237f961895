package dev.likeness.api;

import dev.likeness.error.InvalidRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the links of an answer begin with. */
@ApplicationScoped
class Origin {

    /** A header that came from outside is put into answers: it must be a host and nothing else. */
    private static final Pattern AUTHORITY =
            Pattern.compile("[A-Za-z0-9._-]{1,253}(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]{2,45}](:[0-9]{1,5})?");

    private final Optional<String> configured;

    Origin(PublicConfig config) {
        this.configured = config.publicUrl().map(url -> url.replaceAll("/+$", ""));
    }

    /**
     * The configured address, or else the one that the request was sent to; behind a proxy that is trusted ({@code
     * quarkus.http.proxy...}) Quarkus puts in the one that the proxy was asked for, and the prefix of the path that it has
     * taken off.
     */
    String of(HttpServerRequest request) {
        return configured.orElseGet(() -> {
            String authority =
                    request.authority() == null ? "" : request.authority().toString();
            if (!AUTHORITY.matcher(authority).matches()) {
                throw InvalidRequest.unreadable("The Host header is no host name");
            }
            return request.scheme() + "://" + authority + ForwardedPrefix.of(request);
        });
    }
}
