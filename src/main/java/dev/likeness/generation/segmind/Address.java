package dev.likeness.generation.segmind;

import dev.likeness.remote.BaseUrl;
import dev.likeness.remote.RequestHeader;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * Where the upstream is.
 *
 * @param root what goes before {@code /v1} and {@code /v2}; without a slash at its end
 * @param headers sent with every request to it and never anywhere else; their values are secret
 */
record Address(BaseUrl base, String root, Map<String, String> headers) {

    private static final String KEY = "likeness.segmind.url";
    private static final String LOGINS = "likeness.segmind.logins";

    /** What requests carry anyway. */
    private static final Set<String> OF_THE_API = Set.of("x-api-key", "idempotency-key", "accept");

    /** @throws IllegalArgumentException naming the key when the URL is not that of an API, or a header none that may be set */
    static Address of(SegmindConfig config) {
        return of(config.url(), RequestHeader.byName(LOGINS, config.logins(), OF_THE_API));
    }

    private static Address of(URI url, Map<String, String> headers) {
        // Without the value, which may hold a password.
        BaseUrl base = BaseUrl.of(url)
                .filter(api -> api.user().isEmpty())
                // No certificate is accepted for such a name.
                .filter(api -> !api.secure() || !api.host().contains("_"))
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                KEY
                                        + ": not the address of an API; write it as https://host/v1, without a user, a query or a fragment, and by http where its name has an underscore"));
        return new Address(base, url.toString().replaceAll("/+$", "").replaceAll("/v[0-9]+$", ""), headers);
    }

    String v1(String model) {
        return root + "/v1/" + model;
    }

    /** Whether the URL leads to the upstream itself, at the same port and in the same way. */
    boolean isOriginOf(URI url) {
        return BaseUrl.of(withoutQuery(url)).filter(base::hasOriginOf).isPresent();
    }

    /** Only its authority counts. */
    private static URI withoutQuery(URI url) {
        return URI.create(url.toString().split("[?#]", 2)[0]);
    }

    /** For logs and the health answer. */
    @Override
    public String toString() {
        return root;
    }
}
