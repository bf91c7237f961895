package dev.likeness.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.auth.AdminConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;

/**
 * Answers with the one error body what the router would answer with pages of its own: addresses that nothing has, methods
 * that an address does not take, and requests that fail before any resource is asked.
 */
@ApplicationScoped
class RouterErrors {

    private static final int BEFORE_THE_RESOURCES = -1;

    /** Before Quarkus' own handler of failures, which would tell of them in its own form. */
    private static final int FIRST = Integer.MIN_VALUE;

    /** Below the priority of Quarkus' CORS filter, 300, so that a preflight is answered by it where CORS is on. */
    private static final int BEHIND_CORS = 250;

    private final ObjectMapper json;
    private final boolean administrators;

    RouterErrors(ObjectMapper json, AdminConfig config) {
        this.json = json;
        this.administrators = config.token().isPresent();
    }

    void register(@Observes Router router) {
        if (!administrators) {
            // A wrong method would tell that there could be such a resource.
            router.route("/admin/*").order(BEFORE_THE_RESOURCES).handler(this::notFound);
        }
        router.errorHandler(404, this::notFound);
        router.route().order(FIRST).failureHandler(this::failed);
    }

    void check(@Observes Filters filters) {
        filters.register(this::checkHead, BEHIND_CORS);
    }

    private void checkHead(RoutingContext request) {
        // No route is passed over for the forms that a caller accepts: the metrics' ones would leave it with an empty
        // 406.
        request.parsedHeaders().accept().clear();
        Optional<Set<String>> allowed = AllowedMethods.of(request.normalizedPath(), administrators);
        HttpMethod method = request.request().method();
        if (allowed.isEmpty() || (allowed.get().contains(method.name()) && !method.equals(HttpMethod.OPTIONS))) {
            request.next();
            return;
        }
        request.response().putHeader(HttpHeaders.ALLOW, String.join(", ", allowed.get()));
        if (method.equals(HttpMethod.OPTIONS)) {
            request.response().setStatusCode(204).end();
        } else {
            answer(request, Problem.methodNotAllowed());
        }
    }

    private void notFound(RoutingContext request) {
        answer(request, Problem.notFound());
    }

    private void failed(RoutingContext request) {
        if (request.response().ended() || request.response().headWritten()) {
            request.next();
            return;
        }
        Throwable failure = request.failure();
        Problem problem = request.statusCode() >= 400 && request.statusCode() < 500
                ? Problem.ofHttp(request.statusCode())
                : Problem.of(failure == null ? new IllegalStateException("status " + request.statusCode()) : failure);
        ErrorMapping.log(failure, problem);
        answer(request, problem);
    }

    private void answer(RoutingContext request, Problem problem) {
        String id = RequestId.of(request).toString();
        request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json;charset=UTF-8")
                .end(Buffer.buffer(problem.body(id, json)));
    }
}
