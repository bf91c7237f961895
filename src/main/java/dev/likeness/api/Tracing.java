package dev.likeness.api;

import dev.likeness.trace.Traces;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/** A span for each request to the API, from its head to the end of its answer, when tracing is switched on. */
@ApplicationScoped
class Tracing {

    /** After the request has its name, whose id the span tells. */
    private static final int EARLY = 950;

    private static final Pattern ID = Pattern.compile("[0-9a-fA-F-]{36}");

    private final Traces traces;

    Tracing(Traces traces) {
        this.traces = traces;
    }

    void register(@Observes Filters filters) {
        if (!traces.on()) {
            return;
        }
        filters.register(
                request -> {
                    if (request.normalizedPath().startsWith("/v")) {
                        begin(request);
                    }
                    request.next();
                },
                EARLY);
    }

    private void begin(RoutingContext request) {
        Traces.Activity activity = traces.request(
                request.request().method() + " "
                        + ID.matcher(request.normalizedPath()).replaceAll("{id}"),
                RequestId.of(request).toString(),
                request.request().headers(),
                new Headers());
        request.addEndHandler(ended -> {
            activity.status(request.response().getStatusCode());
            activity.end(null, ended.failed());
        });
    }

    private record Headers() implements TextMapGetter<MultiMap> {

        @Override
        public Iterable<String> keys(MultiMap headers) {
            return headers.names();
        }

        @Override
        public String get(MultiMap headers, String name) {
            return headers.get(name);
        }
    }
}
