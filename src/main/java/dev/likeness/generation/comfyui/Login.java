package dev.likeness.generation.comfyui;

import dev.likeness.generation.comfyui.ComfyConfig.LoginConfig;
import dev.likeness.remote.BaseUrl;
import dev.likeness.remote.RequestHeader;
import java.net.URI;
import java.util.Set;

/** One header that servers want, and which servers those are. */
record Login(URI url, RequestHeader header) {

    static final String KEY = "likeness.comfyui.logins";

    /** @throws IllegalArgumentException naming the key when it is no header, without its value */
    static Login of(String name, LoginConfig config) {
        return new Login(config.url(), RequestHeader.of(KEY + "." + name, config, Set.of()));
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
        return header + " for " + BaseUrl.of(url).map(BaseUrl::toString).orElse("an address that is none");
    }
}
