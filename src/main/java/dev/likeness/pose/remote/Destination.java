package dev.likeness.pose.remote;

import dev.likeness.remote.BaseUrl;
import dev.likeness.remote.RequestHeader;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
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
            BaseUrl base = BaseUrl.of(url)
                    .filter(to -> to.user().isEmpty())
                    .orElseThrow(() -> new IllegalArgumentException(URL
                            + " has to be http(s)://host[:port][/path], without a user, a query or a fragment; the key"
                            + " goes into likeness.pose.remote.key"));
            String key = config.key()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "likeness.pose.remote.key has to be an API key of the deployment that " + URL + " names"));
            return new PoseCalls(
                    vertx,
                    config,
                    base + "/v1/pose",
                    key,
                    RequestHeader.byName("likeness.pose.remote.logins", config.logins(), PoseCalls.HEADERS));
        });
    }
}
