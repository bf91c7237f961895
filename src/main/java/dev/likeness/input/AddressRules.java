package dev.likeness.input;

import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which addresses a URL of a caller may lead to: the public internet and what the operator allows besides, so that nobody
 * reaches this machine, its network or its cloud's metadata service by having us ask for them. What an address is for is
 * taken from the IANA IPv4 and IPv6 special-purpose address registries.
 */
@Singleton
public final class AddressRules {

    private static final List<Network> SPECIAL = networks(
            // This host, private, shared by carriers, loopback, link-local (with the clouds' metadata), private.
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            // Protocol assignments, documentation, relays for 6to4, private, benchmarks, documentation.
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            // Multicast, reserved, broadcast.
            "224.0.0.0/4",
            "240.0.0.0/4",
            // The host agent of Azure's machines, which answers only from inside.
            "168.63.129.16/32",
            // Protocol assignments with Teredo, benchmarks and ORCHID; documentation; 6to4; documentation.
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");

    /** What has been given out of IPv6 so far; unique-local, link-local, multicast, mapped and the rest lie outside. */
    private static final Network GLOBAL_SIX = Network.parse("2000::/3");

    /** IPv4 seen through a NAT64 gateway (RFC 6052): as good as the address in its last four bytes. */
    private static final Network NAT64 = Network.parse("64:ff9b::/96");

    /** Ports below 1024 that are not the web's belong to services that a request must not be aimed at. */
    private static final int FIRST_FREE_PORT = 1024;

    private final List<String> hosts;
    private final List<Network> networks;

    public AddressRules(InputConfig config) {
        List<String> allowed = config.allowedHosts().orElse(List.of()).stream()
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .toList();
        networks = allowed.stream()
                .filter(Network::isNetwork)
                .map(AddressRules::network)
                .toList();
        hosts = allowed.stream().filter(entry -> !Network.isNetwork(entry)).toList();
        for (String host : hosts) {
            if (!host.matches("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*")) {
                throw new IllegalArgumentException("likeness.input.allowed-hosts: \"" + host
                        + "\" is neither a host name nor an address nor a network such as 10.1.0.0/16");
            }
        }
    }

    /** Whether the operator has named this host, whatever its addresses are. */
    public boolean allowsHost(String host) {
        return hosts.stream()
                .anyMatch(entry -> entry.startsWith("*.") ? host.endsWith(entry.substring(1)) : host.equals(entry));
    }

    /** Whether a host of any name may be reached at this address and port. */
    public boolean allows(InetAddress address, int port) {
        byte[] bytes = address.getAddress();
        if (networks.stream().anyMatch(network -> network.contains(bytes))) {
            return true;
        }
        return (port == 80 || port == 443 || port >= FIRST_FREE_PORT) && isPublic(bytes);
    }

    static boolean isPublic(byte[] address) {
        if (NAT64.contains(address)) {
            return isPublic(Arrays.copyOfRange(address, 12, 16));
        }
        if (address.length == 16 && !GLOBAL_SIX.contains(address)) {
            return false;
        }
        return SPECIAL.stream().noneMatch(network -> network.contains(address));
    }

    private static Network network(String entry) {
        try {
            return Network.parse(entry);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("likeness.input.allowed-hosts: " + invalid.getMessage());
        }
    }

    private static List<Network> networks(String... written) {
        return Arrays.stream(written).map(Network::parse).toList();
    }
}
