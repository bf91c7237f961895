package dev.likeness.api;

import dev.likeness.error.FailedEarlier;
import dev.likeness.error.Overloaded;
import dev.likeness.error.ShuttingDown;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failure with the one error body. What is our fault is logged, once and with its cause; the rest is not. */
class ErrorMapping {

    private static final Logger LOG = Logger.getLogger(ErrorMapping.class);

    private final Clock clock;

    ErrorMapping(Clock clock) {
        this.clock = clock;
    }

    @ServerExceptionMapper
    Response map(Throwable failure, RoutingContext request) {
        return answer(failure, Problem.of(failure), request);
    }

    /** Quarkus REST has a mapper of its own for these, which a mapper of all throwables does not replace. */
    @ServerExceptionMapper
    Response mapHttp(WebApplicationException failure, RoutingContext request) {
        return answer(failure, Problem.of(failure), request);
    }

    private Response answer(Throwable failure, Problem problem, RoutingContext request) {
        log(failure, problem);
        var answer = Response.status(problem.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ErrorBody(
                        problem.message(), problem.code(), RequestId.of(request).toString(), problem.fields()));
        problem.retryAfter().ifPresent(wait -> {
            answer.header(HttpHeaders.RETRY_AFTER, seconds(wait));
            if (problem.status() == 429) {
                answer.header(
                        "x-rate-limit-reset-at-utc",
                        clock.instant()
                                .plus(wait)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .plusSeconds(1));
            }
        });
        return answer.build();
    }

    /** That there is too much to do is a warning in one line: callers bring it about, as often as they like. */
    static void log(Throwable failure, Problem problem) {
        if (failure instanceof Overloaded) {
            LOG.warnf("%s %s: %s", problem.status(), problem.code(), problem.message());
        } else if (problem.isOurs() && !(failure instanceof ShuttingDown || failure instanceof FailedEarlier)) {
            // What failed earlier was logged then. Refusals of a replica on its way out are as intended; what it could
            // not finish, it says itself.
            LOG.errorf(failure, "%s %s: %s", problem.status(), problem.code(), problem.message());
        }
    }

    /** Rounded up: a client that waits so long is not refused for the same reason. */
    private static long seconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }
}
