package dev.likeness.api;

import dev.likeness.auth.Authenticated;
import dev.likeness.error.FieldViolation;
import dev.likeness.error.InvalidRequest;
import dev.likeness.flow.PoseFlow;
import dev.likeness.input.ImageSource;
import dev.likeness.input.ImageSources;
import dev.likeness.pose.BodyPart;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** The pose pass on its own, for people and for other replicas. */
@Path("/v1/pose")
@Authenticated
public class PoseResource {

    private static final Set<String> FIELDS = Set.of(Fields.POSE_IMAGE.name());

    /** The query parameter that says what a drawing shows. */
    private static final String DRAW = "draw";

    /** The query parameter that says whether faces are looked for, too, or instead. */
    private static final String FACES = "faces";

    private static final String NONE = "none";

    /** What a deployment that has its poses read elsewhere says in {@code Via}. */
    private static final String PASSED_ON = "likeness";

    private final BodyReader bodies;
    private final ImageSources images;
    private final Executor workers;
    private final PoseFlow flow;

    PoseResource(BodyReader bodies, ImageSources images, @Identifier("workers") Executor workers, PoseFlow flow) {
        this.bodies = bodies;
        this.images = images;
        this.workers = workers;
        this.flow = flow;
    }

    @POST
    @StartsWork
    @NonBlocking
    public Uni<Response> read(@Context RoutingContext context) {
        String via = context.request().getHeader("Via");
        if (via != null && via.contains(PASSED_ON) && flow.isElsewhere()) {
            // Whoever sent it may be who it would be sent to.
            throw InvalidRequest.unreadable("This deployment has poses read elsewhere itself; name one in"
                    + " likeness.pose.remote.url that reads them");
        }
        String contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        boolean drawn = AcceptHeader.of(context.request()).prefers("image/png", "application/json");
        String faces = context.request().getParam(FACES, NONE);
        String draw = context.request().getParam(DRAW);
        return bodies.read(context).emitOn(workers).chain(body -> {
            Set<BodyPart> parts = parts(draw);
            ImageSource picture = picture(body, contentType);
            return drawn ? drawing(picture, parts) : coordinates(picture, faces);
        });
    }

    /** All that there is, unless the caller says what: a network that was trained on bodies is misled by hands and faces. */
    private static Set<BodyPart> parts(String draw) {
        if (draw == null) {
            return EnumSet.allOf(BodyPart.class);
        }
        Set<BodyPart> parts = EnumSet.noneOf(BodyPart.class);
        for (String word : draw.split(",", -1)) {
            parts.add(Arrays.stream(BodyPart.values())
                    .filter(part -> part.name().equalsIgnoreCase(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> InvalidRequest.violating(
                            List.of(new FieldViolation(DRAW, "must be a list of body, hands and face")))));
        }
        return parts;
    }

    private Uni<Response> drawing(ImageSource picture, Set<BodyPart> parts) {
        return flow.draw(Fields.POSE_IMAGE.name(), picture, parts)
                .map(png -> Response.ok(png, "image/png").build());
    }

    private Uni<Response> coordinates(ImageSource picture, String faces) {
        String field = Fields.POSE_IMAGE.name();
        Uni<PoseFlow.Seen> seen =
                switch (faces) {
                    case NONE -> flow.read(field, picture).map(pose -> new PoseFlow.Seen(pose, Optional.empty()));
                    case "also" -> flow.readWithFaces(field, picture);
                    case "only" -> flow.readFaces(field, picture);
                    default ->
                        throw InvalidRequest.violating(
                                List.of(new FieldViolation(FACES, "must be none, also or only")));
                };
        return seen.map(found -> Response.ok(PoseBody.of(found.pose(), found.faces()), MediaType.APPLICATION_JSON_TYPE)
                .build());
    }

    /** A replica sends the picture as the whole body; people use the fields that they know. */
    private ImageSource picture(byte[] body, String contentType) {
        String mediaType = RequestParser.mediaType(contentType);
        if (mediaType.startsWith("image/") || mediaType.equals("application/octet-stream")) {
            return images.fromFile(Fields.POSE_IMAGE.name(), body);
        }
        FieldReader fields = new FieldReader(RequestParser.values(body, contentType, FIELDS), FIELDS, images);
        ImageSource picture = fields.image(Fields.POSE_IMAGE.name());
        fields.finish();
        return picture;
    }
}
