package dev.likeness.generation.segmind;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The calls whose answers are small, as the hosted API documents them. Every status is an answer and no failure. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@RegisterRestClient(configKey = "segmind")
interface SegmindApi {

    @GET
    @Path("v1/get-user-credits")
    Uni<Response> credits(@HeaderParam("x-api-key") String key);

    /** @param idempotencyKey what Likeness takes; the hosted API does not look at it */
    @POST
    @Path("v2/{model}")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Response> submit(
            @HeaderParam("x-api-key") String key,
            @HeaderParam("Idempotency-Key") String idempotencyKey,
            @PathParam("model") String model,
            byte[] body);

    /** Without the output. */
    @GET
    @Path("v2/requests/{id}/status")
    Uni<Response> status(@HeaderParam("x-api-key") String key, @PathParam("id") String id);

    /** With the output. */
    @GET
    @Path("v2/requests/{id}")
    Uni<Response> result(@HeaderParam("x-api-key") String key, @PathParam("id") String id);

    /** Likeness has it; the hosted API does not. */
    @POST
    @Path("v2/requests/{id}/cancel")
    Uni<Response> cancel(@HeaderParam("x-api-key") String key, @PathParam("id") String id);
}
