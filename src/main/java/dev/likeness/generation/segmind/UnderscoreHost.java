package dev.likeness.generation.segmind;

import dev.likeness.remote.BaseUrl;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.InetAddress;
import java.net.URI;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;

/**
 * Lets the REST client reach a host with an underscore in its name, by http: the client connects to {@link URI#getHost()}, which
 * is null for such a name. The name is resolved for each request, and is what the {@code Host} header says.
 */
record UnderscoreHost(Vertx vertx) implements ResteasyReactiveClientRequestFilter {

    @Override
    public void filter(ResteasyReactiveClientRequestContext request) {
        URI named = request.getUri();
        if (named.getHost() != null) {
            return;
        }
        BaseUrl server = BaseUrl.of(named).orElseThrow();
        request.suspend();
        // The resolver that the client itself uses for other names.
        Future.<InetAddress>future(found -> ((VertxInternal) vertx).resolveAddress(server.host(), found))
                .onComplete(
                        address -> {
                            request.setUri(URI.create("http://"
                                    + NetUtil.toSocketAddressString(address.getHostAddress(), server.port())
                                    + named.getRawPath()));
                            request.getHeaders().putSingle("Host", named.getRawAuthority());
                            request.resume();
                        },
                        request::resume);
    }
}
