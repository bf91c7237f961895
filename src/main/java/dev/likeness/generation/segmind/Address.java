package dev.likeness.generation.segmind;

import java.net.URI;

/**
 * Where the upstream is.
 *
 * @param root what goes before {@code /v1} and {@code /v2}; without a slash at its end
 */
record Address(URI root) {

    private static final String KEY = "likeness.segmind.url";

    /** @throws IllegalArgumentException naming the key when the URL is not that of an API */
    static Address of(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme();
        if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            // Without the value, which may hold a password.
            throw new IllegalArgumentException(
                    KEY
                            + ": not the address of an API; write it as https://host/v1, without a user, a query or a fragment");
        }
        String text = url.toString().replaceAll("/+$", "").replaceAll("/v[0-9]+$", "");
        return new Address(URI.create(text));
    }

    String v1(String model) {
        return root + "/v1/" + model;
    }

    /** Whether the URL leads to the upstream itself, at the same port and in the same way. */
    boolean isOriginOf(URI url) {
        return root.getScheme().equalsIgnoreCase(url.getScheme())
                && root.getHost().equalsIgnoreCase(url.getHost())
                && port(root) == port(url);
    }

    private static int port(URI url) {
        return url.getPort() != -1 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    /** For logs and the health answer. */
    @Override
    public String toString() {
        return root.toString();
    }
}
