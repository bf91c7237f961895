package dev.likeness.api;

import dev.likeness.auth.Authenticated;
import dev.likeness.auth.Caller;
import dev.likeness.auth.CurrentCaller;
import dev.likeness.context.CallerContext;
import dev.likeness.flow.CharacterFlow;
import dev.likeness.shutdown.Shutdown;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * Pictures of a character in a pose. The body is read and the answer is written here rather than by Quarkus REST: a body
 * may be 48 MiB, whose images must not be copied, and the answer's form depends on what is in it.
 */
@Path("/v1/consistent-character-with-pose")
@Authenticated
public class CharacterResource {

    private final CurrentCaller currentCaller;
    private final BodyReader bodies;
    private final RequestParser parser;
    private final Executor workers;
    private final CharacterFlow flow;
    private final EventStreamAnswer eventStream;
    private final Shutdown shutdown;

    CharacterResource(
            CurrentCaller currentCaller,
            BodyReader bodies,
            RequestParser parser,
            @Identifier("workers") Executor workers,
            CharacterFlow flow,
            EventStreamAnswer eventStream,
            Shutdown shutdown) {
        this.currentCaller = currentCaller;
        this.bodies = bodies;
        this.parser = parser;
        this.workers = workers;
        this.flow = flow;
        this.eventStream = eventStream;
        this.shutdown = shutdown;
    }

    @POST
    @StartsWork
    @NonBlocking
    public Uni<Void> generate(@Context RoutingContext context) {
        Caller caller = currentCaller.get();
        UUID requestId = RequestId.of(context);
        String contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        return bodies.read(context)
                .emitOn(workers)
                .map(body -> parser.parse(body, contentType))
                // Where a client's leaving is told, too: the one cannot get lost while the other begins.
                .emitOn(CallerContext.executor())
                .chain(parsed -> {
                    Answer answer = Answer.askedFor(parsed, AcceptHeader.of(context.request()), eventStream);
                    return ResponseStream.write(
                            answer.to(shutdown.cutting(flow.run(requestId, caller, parsed.request())), requestId),
                            context.response());
                });
    }
}
