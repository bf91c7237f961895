package dev.likeness.store;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Checks at start that the Redis client can read the hosts that it is given: one with an underscore, which {@link
 * URI#getHost()} does not know, it would silently take for localhost.
 */
@ApplicationScoped
class RedisHosts {

    void check(
            @Observes StartupEvent started,
            StoreConfig config,
            @ConfigProperty(name = "quarkus.redis.hosts") Optional<List<URI>> hosts) {
        if (config.store() == StoreConfig.Kind.REDIS) {
            hosts.orElse(List.of()).forEach(RedisHosts::check);
        }
    }

    /** @throws IllegalArgumentException without the URL, which may hold a password */
    static void check(URI host) {
        if (!"unix".equals(host.getScheme()) && host.getHost() == null) {
            throw new IllegalArgumentException(
                    "quarkus.redis.hosts: the Redis client reads no host with an underscore in its name; give Redis a name"
                            + " without one (in Compose, a network alias), and write it as redis://host:6379");
        }
    }
}
