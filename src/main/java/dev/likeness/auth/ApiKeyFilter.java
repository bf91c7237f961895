package dev.likeness.auth;

import dev.likeness.error.Unauthenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets through who has a key, before anything else of the request is looked at. */
class ApiKeyFilter {

    static final String HEADER = "x-api-key";

    private final ApiKeys keys;
    private final RateLimit rateLimit;
    private final CurrentCaller currentCaller;

    ApiKeyFilter(ApiKeys keys, RateLimit rateLimit, CurrentCaller currentCaller) {
        this.keys = keys;
        this.rateLimit = rateLimit;
        this.currentCaller = currentCaller;
    }

    @Authenticated
    @ServerRequestFilter(nonBlocking = true)
    Uni<Void> authenticate(ContainerRequestContext request) {
        String key = request.getHeaderString(HEADER);
        if (key == null || key.isBlank()) {
            throw new Unauthenticated("Missing x-api-key in header");
        }
        return keys.find(key.strip())
                .map(found -> found.orElseThrow(
                        () -> new Unauthenticated("Unauthorized. API key is invalid or may have expired.")))
                .call(rateLimit::count)
                .invoke(currentCaller::is)
                .replaceWithVoid();
    }
}
