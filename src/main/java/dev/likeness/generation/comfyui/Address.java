package dev.likeness.generation.comfyui;

import dev.likeness.remote.BaseUrl;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a server is.
 *
 * @param host its name, for the Host header and the certificate
 * @param peer what is connected to: the name, or one of the addresses that it stands for
 * @param path what goes before every path; empty or without a slash at its end
 * @param authorization the header, when the server wants one
 */
record Address(boolean secure, String host, String peer, int port, String path, Optional<String> authorization) {

    /** @throws IllegalArgumentException naming the key when the URL is not that of a server */
    static Address of(String key, URI url, Optional<String> authorization) {
        // Without the value, which may hold a password.
        BaseUrl base = BaseUrl.of(url)
                .orElseThrow(() -> new IllegalArgumentException(
                        key + ": not the address of a server; write it as http://host:8188 or https://host/path"));
        return new Address(
                base.secure(),
                base.host(),
                base.host(),
                base.port(),
                base.path(),
                base.user().map(Address::basic).or(() -> authorization));
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    Address named(String name) {
        return new Address(secure, name, name, port, path, authorization);
    }

    /** The same server by one of the addresses of its name. */
    Address at(String newPeer) {
        return new Address(secure, host, newPeer, port, path, authorization);
    }

    <T extends RequestOptions> T onto(T options, String target) {
        options.setServer(SocketAddress.inetSocketAddress(port, peer))
                .setHost(host.indexOf(':') >= 0 ? "[" + host + "]" : host)
                .setPort(port)
                .setSsl(secure)
                .setURI(path + target);
        authorization.ifPresent(header -> options.putHeader(HttpHeaders.AUTHORIZATION, header));
        return options;
    }

    /** For logs and the health answer: no password. */
    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + (peer.indexOf(':') >= 0 ? "[" + peer + "]" : peer) + ":" + port
                + path;
    }
}
