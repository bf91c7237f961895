package dev.likeness.pose.remote;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.RestResponse;

/** The other deployment, and what it knows this one by. */
final class Destination {

    private static final String URL = "likeness.pose.remote.url";

    private final PoseService service;
    private final String key;

    Destination(PoseService service, String key) {
        this.service = service;
        this.key = key;
    }

    /** @throws IllegalArgumentException naming the key when the configuration makes no sense */
    static Optional<Destination> of(RemotePassConfig config) {
        return config.url().map(url -> {
            require(
                    ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null,
                    URL + " has to be http(s)://host[:port][/path]");
            require(
                    url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null,
                    URL + " has no user, query or fragment; the key goes into likeness.pose.remote.key");
            String key = config.key()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "likeness.pose.remote.key has to be an API key of the deployment that " + URL + " names"));
            return new Destination(service(url, config), key);
        });
    }

    private static PoseService service(URI url, RemotePassConfig config) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(url)
                .connectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                // Longer than anybody waits for it: the time-out is RemotePass' own, over both tries.
                .readTimeout(2 * config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                // An error's body says whether the picture is to blame.
                .property("microprofile.rest.client.disable.default.mapper", true)
                .build(PoseService.class);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Fails with a {@link Fault} when there is no whole answer. */
    Uni<RestResponse<byte[]>> read(String faces, byte[] picture) {
        return service.read(key, faces, picture)
                .onFailure(failure -> !(failure instanceof Fault))
                .transform(failure -> Fault.passing("cannot be reached, or breaks its answer off", failure));
    }
}
