package dev.likeness.generation.comfyui;

import dev.likeness.remote.RequestHeader;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Which servers there are: those that the configuration names, or all addresses of one name. */
final class Discovery {

    private static final Logger LOG = Logger.getLogger(Discovery.class);

    private final Vertx vertx;
    private final ComfyConfig config;
    private final List<Address> configured;

    /** @throws IllegalArgumentException naming the key of an address that is none */
    Discovery(Vertx vertx, ComfyConfig config) {
        this.vertx = vertx;
        this.config = config;
        List<Login> logins = config.logins().entrySet().stream()
                .map(entry -> Login.of(entry.getKey(), entry.getValue()))
                .toList();
        logins.stream()
                .filter(login -> config.urls().stream().noneMatch(login::isFor))
                .forEach(login -> LOG.warnf("%s: %s is of no server in likeness.comfyui.urls", Login.KEY, login));
        this.configured = config.urls().stream()
                .map(url -> Address.of("likeness.comfyui.urls", url, headers(logins, url)))
                .distinct()
                .toList();
    }

    private static Map<String, String> headers(List<Login> logins, URI url) {
        return RequestHeader.byName(
                Login.KEY,
                logins.stream()
                        .filter(login -> login.isFor(url))
                        .map(Login::header)
                        .toList());
    }

    /** Whether the answer may change. */
    boolean changes() {
        return config.dnsName().isPresent();
    }

    /** Fails when the name cannot be resolved. */
    Uni<List<Address>> addresses() {
        return config.dnsName().map(this::resolved).orElseGet(() -> Uni.createFrom()
                .item(configured));
    }

    /** The system's resolver blocks, and so runs among Vert.x's workers. */
    private Uni<List<Address>> resolved(String name) {
        Address named = configured.get(0).named(name);
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(() -> InetAddress.getAllByName(name), false)
                        .toCompletionStage())
                .map(found -> Arrays.stream(found)
                        .map(address -> named.at(address.getHostAddress()))
                        .distinct()
                        .toList());
    }
}
