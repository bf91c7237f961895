package dev.likeness.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.admin.KeyAdministration;
import dev.likeness.auth.Administrative;
import dev.likeness.error.FieldViolation;
import dev.likeness.error.InvalidRequest;
import dev.likeness.error.PayloadTooLarge;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Keys and their credits, for administrators. */
@Path("/admin/keys")
@Administrative
public class KeysResource {

    /** Bytes; so small a body is read on the event loop. */
    private static final int MOST_BODY = 16 * 1024;

    private static final int PAGE = 50;
    private static final int LARGEST_PAGE = 200;
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

    private final BodyReader bodies;
    private final KeyAdministration keys;

    KeysResource(BodyReader bodies, KeyAdministration keys) {
        this.bodies = bodies;
        this.keys = keys;
    }

    @POST
    @NonBlocking
    public Uni<Response> create(@Context RoutingContext context) {
        return fields(context, KeyFields.OF_CREATION)
                .map(KeyFields.Creation::of)
                .chain(wanted -> keys.create(wanted.name(), wanted.credits()))
                .map(created -> answer(201, KeyDocuments.created(created)));
    }

    @GET
    public Uni<Response> list(@QueryParam("after") String after, @QueryParam("limit") String limit) {
        return keys.list(Optional.ofNullable(after), pageOf(limit))
                .map(page -> answer(200, KeyDocuments.page("keys", page, KeyDocuments::account)));
    }

    @GET
    @Path("{id}")
    public Uni<Response> get(@PathParam("id") String id) {
        return keys.get(id).map(account -> answer(200, KeyDocuments.account(account)));
    }

    @DELETE
    @Path("{id}")
    public Uni<Response> revoke(@PathParam("id") String id) {
        return keys.revoke(id).map(account -> answer(200, KeyDocuments.account(account)));
    }

    /** @param overlap seconds for which the secrets before the new one sign as well */
    @POST
    @Path("{id}/webhook-secret")
    public Uni<Response> rotateWebhookSecret(@PathParam("id") String id, @QueryParam("overlap") String overlap) {
        return keys.rotateWebhookSecret(id, overlapOf(overlap))
                .map(issued -> answer(201, KeyDocuments.webhookSecret(id, issued)));
    }

    @POST
    @Path("{id}/credits")
    @NonBlocking
    public Uni<Response> topUp(@PathParam("id") String id, @Context RoutingContext context) {
        return fields(context, KeyFields.OF_TOP_UP)
                .map(KeyFields.TopUp::of)
                .chain(wanted -> keys.topUp(id, wanted.amount(), wanted.reference()))
                .map(done -> answer(200, KeyDocuments.toppedUp(done)));
    }

    @GET
    @Path("{id}/ledger")
    public Uni<Response> ledger(
            @PathParam("id") String id, @QueryParam("after") String after, @QueryParam("limit") String limit) {
        return keys.entries(id, Optional.ofNullable(after), pageOf(limit))
                .map(page -> answer(200, KeyDocuments.page("entries", page, KeyDocuments::entry)));
    }

    private Uni<FieldReader> fields(RoutingContext context, Set<String> known) {
        String contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        return bodies.read(context).map(body -> {
            if (body.length > MOST_BODY) {
                throw new PayloadTooLarge(
                        String.format(Locale.ROOT, "The request body is larger than %d KiB", MOST_BODY >> 10));
            }
            return new FieldReader(RequestParser.values(body, contentType, Set.of()), known);
        });
    }

    private static int pageOf(String limit) {
        if (limit == null) {
            return PAGE;
        }
        if (limit.matches("[0-9]{1,3}") && !limit.matches("0+") && Integer.parseInt(limit) <= LARGEST_PAGE) {
            return Integer.parseInt(limit);
        }
        throw InvalidRequest.violating(
                List.of(new FieldViolation("limit", "must be a whole number from 1 to " + LARGEST_PAGE)));
    }

    private static Optional<Duration> overlapOf(String seconds) {
        if (seconds == null) {
            return Optional.empty();
        }
        if (seconds.matches("[0-9]{1,7}") && Long.parseLong(seconds) <= LONGEST_OVERLAP.toSeconds()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(seconds)));
        }
        throw InvalidRequest.violating(List.of(new FieldViolation(
                "overlap", "must be a whole number of seconds from 0 to " + LONGEST_OVERLAP.toSeconds())));
    }

    private static Response answer(int status, ObjectNode body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .entity(body)
                .build();
    }
}
