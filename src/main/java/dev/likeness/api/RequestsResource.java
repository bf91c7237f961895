package dev.likeness.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.auth.Authenticated;
import dev.likeness.auth.Caller;
import dev.likeness.auth.CurrentCaller;
import dev.likeness.error.NotFound;
import dev.likeness.requests.Delivery;
import dev.likeness.requests.RequestDocuments;
import dev.likeness.requests.RequestStatus;
import dev.likeness.requests.Requests;
import dev.likeness.requests.StoredRequest;
import dev.likeness.requests.Webhook;
import dev.likeness.requests.WebhookTargets;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;

/** The asynchronous twin: a request is accepted now, worked on later, and asked after in between. */
@Path("/v2")
@Authenticated
public class RequestsResource {

    /** What the hosted API answers for a request that has failed, beside its state. */
    private static final int FAILED = 422;

    private final CurrentCaller currentCaller;
    private final Submissions submissions;
    private final Requests requests;
    private final RequestDocuments documents;
    private final StoredEventStream events;
    private final Origin origin;
    private final WebhookTargets webhooks;

    RequestsResource(
            CurrentCaller currentCaller,
            Submissions submissions,
            Requests requests,
            RequestDocuments documents,
            StoredEventStream events,
            Origin origin,
            WebhookTargets webhooks) {
        this.currentCaller = currentCaller;
        this.submissions = submissions;
        this.requests = requests;
        this.documents = documents;
        this.events = events;
        this.origin = origin;
        this.webhooks = webhooks;
    }

    @POST
    @Path("consistent-character-with-pose")
    @NonBlocking
    public Uni<Response> submit(@Context RoutingContext context) {
        Caller caller = currentCaller.get();
        String from = origin.of(context.request());
        return submissions
                .read(context, caller, Route.V2)
                .chain(submission -> requests.submit(
                        RequestId.of(context),
                        caller,
                        submission.parsed().request(),
                        Uni.createFrom()
                                .deferred(() -> webhook(submission.parsed(), caller))
                                .map(webhook -> new Delivery(from, webhook)),
                        submission.key()))
                .chain(submitted -> submitted.replayed()
                        ? again(caller, submitted.id(), from)
                        : Uni.createFrom()
                                .item(json(200, documents.submitted(submitted.id(), RequestStatus.QUEUED, from))));
    }

    private Uni<Optional<Webhook>> webhook(RequestParser.Parsed parsed, Caller caller) {
        return parsed.webhook()
                .map(webhook -> webhooks.checked(Fields.WEBHOOK_URL.name(), webhook, caller)
                        .map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Response> again(Caller caller, UUID id, String from) {
        return requests.find(caller, id)
                .map(found -> Response.fromResponse(json(200, documents.submitted(id, found.status(), from)))
                        .header(CharacterResource.REPLAYED, "true")
                        .build());
    }

    @GET
    @Path("requests/{id}/status")
    public Uni<Response> status(@PathParam("id") String id) {
        return found(id).map(request -> answer(request, documents.status(request)));
    }

    @GET
    @Path("requests/{id}")
    public Uni<Response> result(@PathParam("id") String id) {
        return found(id).map(request -> answer(request, documents.result(request)));
    }

    @POST
    @Path("requests/{id}/cancel")
    public Uni<Response> cancel(@PathParam("id") String id) {
        return requests.cancel(currentCaller.get(), parsed(id)).map(cancelled -> {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            return json(200, body.put("cancelled", cancelled));
        });
    }

    @DELETE
    @Path("requests/{id}")
    public Uni<Response> delete(@PathParam("id") String id) {
        return cancel(id);
    }

    @GET
    @Path("requests/{id}/events")
    @NonBlocking
    public Uni<Void> events(@PathParam("id") String id, @Context RoutingContext context) {
        return ResponseStream.write(
                events.of(currentCaller.get(), parsed(id), context.request().getHeader("Last-Event-ID")),
                context.response());
    }

    private Uni<StoredRequest> found(String id) {
        return requests.find(currentCaller.get(), parsed(id));
    }

    private static Response answer(StoredRequest request, ObjectNode body) {
        return json(request.status() == RequestStatus.FAILED ? FAILED : 200, body);
    }

    private static Response json(int status, ObjectNode body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .entity(body)
                .build();
    }

    /** No id of ours looks otherwise, so that this is one more that is not there. */
    static UUID parsed(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is no such request");
        }
    }
}
