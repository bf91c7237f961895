package dev.likeness.pose.remote;

import dev.likeness.trace.Traces;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.RestResponse;

/** The other deployment. */
interface Destination {

    String URL = "likeness.pose.remote.url";

    /** As proxies say it: the protocol that a request came by, and to whom. */
    String VIA = "1.1 likeness";

    /**
     * @param faces as in {@link PoseService#read}
     * @return whatever it answers; fails with a {@link Fault} when that does not come whole. Cancelling resets the connection
     */
    Uni<Reply> read(String faces, byte[] picture);

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
            return over(service(url, config), key);
        });
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
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

    private static Destination over(PoseService service, String key) {
        return (faces, picture) -> service.read(key, VIA, trace(), faces, picture)
                .map(answer -> new Reply(answer.getStatus(), bytes(answer)))
                .onFailure()
                .transform(failure -> Fault.passing("cannot be reached, or breaks its answer off", failure));
    }

    private static String trace() {
        Map<String, String> headers = new HashMap<>();
        Traces.pass(headers::put);
        return headers.get("traceparent");
    }

    /** The client reads the entity of a success, and leaves that of an error, which is in memory by now, as a stream. */
    private static byte[] bytes(RestResponse<?> answer) {
        Object entity = answer.getEntity();
        if (entity instanceof byte[] read) {
            return read;
        }
        try {
            return entity instanceof InputStream stream ? stream.readAllBytes() : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
