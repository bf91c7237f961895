package dev.likeness.pose.remote;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Optional;

/** The other deployment. */
interface Destination {

    String URL = "likeness.pose.remote.url";

    /**
     * @param faces which of both is read: {@code none} or {@code only} faces
     * @param picture the file as it was sent
     * @return whatever it answers, also when that is an error; fails with a {@link Fault} when that does not come whole.
     *     Cancelling resets the connection
     */
    Uni<Reply> read(String faces, byte[] picture);

    /** @throws IllegalArgumentException naming the key when the configuration makes no sense */
    static Optional<Destination> of(RemotePassConfig config, Vertx vertx) {
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
            return new PoseCalls(vertx, config, route(url), key);
        });
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static String route(URI url) {
        return url.toString().replaceAll("/+$", "") + "/v1/pose";
    }
}
