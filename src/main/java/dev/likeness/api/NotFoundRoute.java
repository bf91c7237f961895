package dev.likeness.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.auth.AdminConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Answers addresses that no resource and no page has with the one error body, too. */
@ApplicationScoped
class NotFoundRoute {

    private static final int BEFORE_THE_RESOURCES = -1;

    private final ObjectMapper json;
    private final boolean administrators;

    NotFoundRoute(ObjectMapper json, AdminConfig config) {
        this.json = json;
        this.administrators = config.token().isPresent();
    }

    void register(@Observes Router router) {
        if (!administrators) {
            // A wrong method would tell that there could be such a resource.
            router.route("/admin/*").order(BEFORE_THE_RESOURCES).handler(this::answer);
        }
        router.errorHandler(404, this::answer);
    }

    private void answer(RoutingContext request) {
        Problem problem = Problem.notFound();
        request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json;charset=UTF-8")
                .end(body(problem, request));
    }

    private String body(Problem problem, RoutingContext request) {
        try {
            return json.writeValueAsString(new ErrorBody(
                    problem.message(), problem.code(), RequestId.of(request).toString(), List.of()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings can always be written", e);
        }
    }
}
