package dev.likeness.remote;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The base URL of a server that the configuration names. Its host may have an underscore, as names of Compose services and
 * nginx upstreams do; {@link URI#getHost()} is null for these, so the authority is read here.
 *
 * @param secure whether by https
 * @param host a name or an address, in lower case and without brackets
 * @param port 1 to 65535
 * @param path as it is written; empty, or without a slash at its end
 * @param user user and password, as they stand before the host, percent-decoded
 */
public record BaseUrl(boolean secure, String host, int port, String path, Optional<String> user) {

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_.])?)(?::([0-9]{0,5}))?");

    /** Empty when it is no http or https URL of a server, or has a query or a fragment. */
    public static Optional<BaseUrl> of(URI url) {
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        if (!secure && !"http".equalsIgnoreCase(url.getScheme())
                || url.getRawAuthority() == null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            return Optional.empty();
        }
        int at = url.getRawAuthority().lastIndexOf('@');
        Matcher server = HOST_AND_PORT.matcher(url.getRawAuthority().substring(at + 1));
        if (!server.matches()) {
            return Optional.empty();
        }
        String written = server.group(3);
        int port = written == null || written.isEmpty() ? secure ? 443 : 80 : Integer.parseInt(written);
        if (port < 1 || port > 65535) {
            return Optional.empty();
        }
        // Decoded as a whole: a host has no percent sign.
        Optional<String> user = at < 0
                ? Optional.empty()
                : Optional.of(url.getAuthority().substring(0, url.getAuthority().lastIndexOf('@')));
        return Optional.of(new BaseUrl(
                secure,
                server.group(1).replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT),
                port,
                url.getRawPath().replaceAll("/+$", ""),
                user));
    }

    public boolean hasOriginOf(BaseUrl other) {
        return secure == other.secure && host.equals(other.host) && port == other.port;
    }

    /** For logs: without the user. */
    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port
                + path;
    }
}
