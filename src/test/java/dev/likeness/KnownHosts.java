package dev.likeness;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.spi.resolver.ResolverProvider;

/** A Vert.x that knows hosts of its own; Quarkus has Vert.x ask the operating system, which does not know them. */
public final class KnownHosts {

    private KnownHosts() {}

    /** @param hosts as in {@code /etc/hosts} */
    public static Vertx vertx(String hosts) {
        String before = System.setProperty(ResolverProvider.DISABLE_DNS_RESOLVER_PROP_NAME, "false");
        try {
            return Vertx.vertx(new VertxOptions()
                    .setAddressResolverOptions(
                            new AddressResolverOptions().setHostsValue(Buffer.buffer(hosts + "\n"))));
        } finally {
            if (before == null) {
                System.clearProperty(ResolverProvider.DISABLE_DNS_RESOLVER_PROP_NAME);
            } else {
                System.setProperty(ResolverProvider.DISABLE_DNS_RESOLVER_PROP_NAME, before);
            }
        }
    }
}
