package dev.likeness.auth;

import dev.likeness.error.Unauthenticated;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets administrators through. An API key opens nothing here, and the token opens nothing elsewhere. */
class AdminFilter {

    private static final String SCHEME = "Bearer ";

    private final Optional<KeyHash> token;

    AdminFilter(AdminConfig config) {
        this.token = config.token().map(KeyHash::of);
    }

    @Administrative
    @ServerRequestFilter(nonBlocking = true)
    void authenticate(ContainerRequestContext request) {
        KeyHash wanted = token.orElseThrow(NotFoundException::new);
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new Unauthenticated("Missing Authorization: Bearer <the administrators' token>");
        }
        if (!KeyHash.of(header.substring(SCHEME.length()).strip()).matches(wanted)) {
            throw new Unauthenticated("Unauthorized. The administrators' token is another one.");
        }
    }
}
