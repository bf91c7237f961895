package dev.likeness.api;

import dev.likeness.error.InvalidRequest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/**
 * What a trusted proxy has taken off the path of a request ({@code X-Forwarded-Prefix}). Quarkus puts it before the request's
 * URI and leaves the path as it came; redirects that the framework answers do not know of it and get it here.
 */
@ApplicationScoped
class ForwardedPrefix {

    private static final int BEFORE_ROUTES = 500;

    /** A header that came from outside is put into answers: it must be a path and nothing else. */
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~%-]{1,100}){0,10}");

    void register(@Observes Filters filters) {
        filters.register(ForwardedPrefix::keepInRedirects, BEFORE_ROUTES);
    }

    private static void keepInRedirects(RoutingContext context) {
        String prefix = written(context.request());
        if (!prefix.isEmpty() && PATH.matcher(prefix).matches()) {
            context.addHeadersEndHandler(sent -> {
                String location = context.response().headers().get(HttpHeaders.LOCATION);
                if (location != null && location.startsWith("/") && !location.startsWith("//")) {
                    context.response().putHeader(HttpHeaders.LOCATION, prefix + location);
                }
            });
        }
        context.next();
    }

    /**
     * Without a slash at its end; mostly empty.
     *
     * @throws InvalidRequest when it is no path
     */
    static String of(HttpServerRequest request) {
        String prefix = written(request);
        if (!PATH.matcher(prefix).matches()) {
            throw InvalidRequest.unreadable("The X-Forwarded-Prefix header is no path");
        }
        return prefix;
    }

    private static String written(HttpServerRequest request) {
        String uri = request.uri().split("[?#]", 2)[0];
        String path = request.path();
        // In absolute form, with scheme and host, nothing is put before it.
        return uri.startsWith("/") && path != null && uri.endsWith(path)
                ? uri.substring(0, uri.length() - path.length())
                : "";
    }
}
