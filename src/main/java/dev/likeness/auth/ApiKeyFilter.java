package dev.likeness.auth;

import dev.likeness.error.Unauthenticated;
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
    void authenticate(ContainerRequestContext request) {
        String key = request.getHeaderString(HEADER);
        if (key == null || key.isBlank()) {
            throw new Unauthenticated("Missing x-api-key in header");
        }
        Caller caller = keys.find(key.strip())
                .orElseThrow(() -> new Unauthenticated("Unauthorized. API key is invalid or may have expired."));
        rateLimit.count(caller);
        currentCaller.is(caller);
    }
}
