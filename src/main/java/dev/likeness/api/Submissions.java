package dev.likeness.api;

import dev.likeness.auth.Caller;
import dev.likeness.error.FieldViolation;
import dev.likeness.error.InvalidRequest;
import dev.likeness.requests.IdempotencyKey;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Reads what both routes are sent: a request, and the key under which the caller may send it again. */
@ApplicationScoped
class Submissions {

    static final String KEY_HEADER = "Idempotency-Key";

    /** As other APIs take them; a UUID has 36 characters. */
    private static final int LONGEST_KEY = 255;

    private final BodyReader bodies;
    private final RequestParser parser;
    private final Executor workers;

    Submissions(BodyReader bodies, RequestParser parser, @Identifier("workers") Executor workers) {
        this.bodies = bodies;
        this.parser = parser;
        this.workers = workers;
    }

    record Submission(RequestParser.Parsed parsed, Optional<IdempotencyKey> key) {}

    /** Call it on the event loop; what follows is on a worker. */
    Uni<Submission> read(RoutingContext context, Caller caller, Route route) {
        String contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        List<String> keys = context.request().headers().getAll(KEY_HEADER);
        return bodies.read(context).emitOn(workers).map(body -> {
            Optional<String> key = key(keys);
            Map<String, FieldValue> fields = RequestParser.values(body, contentType, Fields.IMAGES);
            return new Submission(
                    parser.parse(fields, route),
                    key.map(name -> IdempotencyKey.of(caller, route.name(), name, Fingerprint.of(fields))));
        });
    }

    private static Optional<String> key(List<String> headers) {
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        String key = headers.get(0).strip();
        if (headers.size() > 1 || key.isEmpty() || key.length() > LONGEST_KEY) {
            throw InvalidRequest.violating(List.of(new FieldViolation(
                    KEY_HEADER,
                    String.format(
                            Locale.ROOT, "must be one header of 1 to %d characters, such as a UUID", LONGEST_KEY))));
        }
        return Optional.of(key);
    }
}
