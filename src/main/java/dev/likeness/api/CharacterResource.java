package dev.likeness.api;

import dev.likeness.auth.Authenticated;
import dev.likeness.auth.Caller;
import dev.likeness.auth.CurrentCaller;
import dev.likeness.context.CallerContext;
import dev.likeness.flow.CharacterFlow;
import dev.likeness.requests.KeyedRequests;
import dev.likeness.requests.KeyedRequests.Answered;
import dev.likeness.shutdown.Shutdown;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Pictures of a character in a pose. The body is read and the answer is written here rather than by Quarkus REST: a body
 * may be 48 MiB, whose images must not be copied, and the answer's form depends on what is in it.
 */
@Path("/v1/consistent-character-with-pose")
@Authenticated
public class CharacterResource {

    /** Says that the pictures were made, and paid, when the request was sent before. */
    static final String REPLAYED = "Idempotency-Replayed";

    private final CurrentCaller currentCaller;
    private final Submissions submissions;
    private final CharacterFlow flow;
    private final KeyedRequests keyed;
    private final EventStreamAnswer eventStream;
    private final Shutdown shutdown;

    CharacterResource(
            CurrentCaller currentCaller,
            Submissions submissions,
            CharacterFlow flow,
            KeyedRequests keyed,
            EventStreamAnswer eventStream,
            Shutdown shutdown) {
        this.currentCaller = currentCaller;
        this.submissions = submissions;
        this.flow = flow;
        this.keyed = keyed;
        this.eventStream = eventStream;
        this.shutdown = shutdown;
    }

    @POST
    @StartsWork
    @NonBlocking
    public Uni<Void> generate(@Context RoutingContext context) {
        Caller caller = currentCaller.get();
        UUID requestId = RequestId.of(context);
        return submissions
                .read(context, caller, Route.V1)
                .map(submission -> {
                    Answer answer =
                            Answer.askedFor(submission.parsed(), AcceptHeader.of(context.request()), eventStream);
                    return run(
                            requestId,
                            caller,
                            submission,
                            run -> marked(run, answer.to(shutdown.cutting(run.events()), run.id())));
                })
                // Where a client's leaving is told, too: the one cannot get lost while the other begins.
                .emitOn(CallerContext.executor())
                .chain(outgoing -> ResponseStream.write(outgoing, context.response()));
    }

    private Multi<Outgoing> run(
            UUID id, Caller caller, Submissions.Submission submission, Function<Answered, Multi<Outgoing>> answer) {
        var request = submission.parsed().request();
        return submission
                .key()
                .map(key -> keyed.run(id, caller, request, key, answer))
                .orElseGet(() -> answer.apply(new Answered(id, false, flow.run(id, caller, request))));
    }

    /** An answer that is given again is that of the first request, its id included. */
    private static Multi<Outgoing> marked(Answered run, Multi<Outgoing> answer) {
        if (!run.replayed()) {
            return answer;
        }
        Map<String, String> mark =
                Map.of(REPLAYED, "true", RequestId.HEADER, run.id().toString());
        return answer.map(item -> item instanceof Outgoing.Head head ? head.with(mark) : item);
    }
}
