package dev.likeness.pose.remote;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code POST /v1/pose} of another deployment, as this one offers it. */
@Path("/v1/pose")
@RegisterRestClient(configKey = "pose-pass")
interface PoseService {

    /**
     * @param via tells it that this is a picture of another deployment's, which it must not pass on in its turn
     * @param trace which this is a part of, null for none
     * @param faces which of both is read: {@code none} or {@code only} faces
     * @param picture the file as it was sent
     * @return whatever it answers, also when that is an error
     */
    @POST
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    Uni<RestResponse<byte[]>> read(
            @HeaderParam("x-api-key") String key,
            @HeaderParam("Via") String via,
            @HeaderParam("traceparent") String trace,
            @QueryParam("faces") String faces,
            byte[] picture);
}
