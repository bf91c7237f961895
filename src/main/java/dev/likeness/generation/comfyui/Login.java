package dev.likeness.generation.comfyui;

import dev.likeness.generation.comfyui.ComfyConfig.LoginConfig;
import dev.likeness.remote.BaseUrl;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** One header that servers want, and which servers those are. */
record Login(URI url, String header, String value) {

    private static final String KEY = "likeness.comfyui.logins.";

    /** What the protocol itself says with each request. */
    private static final Set<String> OF_THE_PROTOCOL = Set.of(
            "host", "connection", "upgrade", "content-length", "content-type", "transfer-encoding", "te", "trailer");

    /** @throws IllegalArgumentException naming the key when it is no header, without its value */
    static Login of(String name, LoginConfig config) {
        if (config.authorization().isPresent() == config.header().isPresent()) {
            throw wrong(name, "needs either authorization, or header and value");
        }
        if (config.header().isPresent() != config.value().isPresent()) {
            throw wrong(name, "needs both header and value");
        }
        String header = config.header().map(String::strip).orElse("Authorization");
        String value = config.authorization().or(config::value).orElseThrow().strip();
        if (!header.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
                || OF_THE_PROTOCOL.contains(header.toLowerCase(Locale.ROOT))
                || header.toLowerCase(Locale.ROOT).startsWith("sec-websocket")) {
            throw wrong(name, "header is not the name of a header that may be set");
        }
        if (!value.matches("[ -~\\t]+")) {
            throw wrong(name, "the header's value must be visible ASCII characters");
        }
        return new Login(config.url(), header, value);
    }

    private static IllegalArgumentException wrong(String name, String what) {
        return new IllegalArgumentException(KEY + name + ": " + what);
    }

    /**
     * Whether it is for the server with this URL: of the same scheme and host, of the same port unless it names none, and with a
     * path that begins with the same segments.
     */
    boolean isFor(URI server) {
        BaseUrl one = BaseUrl.of(url).orElse(null);
        BaseUrl other = BaseUrl.of(server).orElse(null);
        return one != null
                && other != null
                && one.secure() == other.secure()
                && one.host().equals(other.host())
                && (one.port() == other.port() || !url.getRawAuthority().matches(".*:[0-9]+"))
                && (other.path() + "/").startsWith(one.path() + "/");
    }

    /** Without the value. */
    @Override
    public String toString() {
        return header + " for " + url;
    }
}
