package dev.likeness.api;

import dev.likeness.error.NotFound;
import dev.likeness.output.OutputFormat;
import dev.likeness.requests.OutputLinks;
import dev.likeness.requests.Requests;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/** Finished pictures, for whoever has a signed link to one. */
@Path(OutputLinks.PATH)
public class OutputsResource {

    private final OutputLinks links;
    private final Requests requests;

    OutputsResource(OutputLinks links, Requests requests) {
        this.links = links;
        this.requests = requests;
    }

    @GET
    @Path("{id}/{file}")
    public Uni<Response> picture(
            @PathParam("id") String id,
            @PathParam("file") String file,
            @QueryParam("expires") @DefaultValue("") String expires,
            @QueryParam("signature") @DefaultValue("") String signature) {
        UUID request = RequestsResource.parsed(id);
        if (!expires.matches("[0-9]{1,12}") || !links.isGood(request, file, Long.parseLong(expires), signature)) {
            throw new NotFound("This link is not whole, or it has expired; the request's answer has a new one");
        }
        // What is signed was written by ourselves.
        int dot = file.indexOf('.');
        return requests.picture(request, Integer.parseInt(file.substring(0, dot)))
                .map(bytes -> Response.ok(bytes, mediaType(file.substring(dot + 1)))
                        .header(
                                "Content-Disposition",
                                String.format(Locale.ROOT, "inline; filename=\"%s-%s\"", request, file))
                        .header("Cache-Control", "private, max-age=3600, immutable")
                        .header("X-Content-Type-Options", "nosniff")
                        .build());
    }

    private static String mediaType(String extension) {
        return Arrays.stream(OutputFormat.values())
                .filter(format -> format.extension().equals(extension))
                .findFirst()
                .orElseThrow()
                .mediaType();
    }
}
