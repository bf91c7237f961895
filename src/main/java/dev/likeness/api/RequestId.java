package dev.likeness.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import org.jboss.logging.MDC;

/** Gives every request a name of its own: in {@code x-request-id} of the answer, whatever it is, and in every log line. */
@ApplicationScoped
class RequestId {

    static final String HEADER = "x-request-id";
    private static final String KEY = "likeness.request-id";
    private static final String LOG_KEY = "requestId";
    private static final int BEFORE_ALL_ELSE = 1000;

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    UUID id = of(request);
                    MDC.put(LOG_KEY, id.toString());
                    // Static files are answered with headers of their own alone; a replay has the id of its original.
                    request.addHeadersEndHandler(sent -> {
                        if (!request.response().headers().contains(HEADER)) {
                            request.response().putHeader(HEADER, id.toString());
                        }
                    });
                    request.next();
                },
                BEFORE_ALL_ELSE);
    }

    /** Of a request that the router refuses before any filter has seen it, too. */
    static UUID of(RoutingContext request) {
        UUID id = request.get(KEY);
        if (id == null) {
            id = UUID.randomUUID();
            request.put(KEY, id);
            request.response().putHeader(HEADER, id.toString());
        }
        return id;
    }
}
