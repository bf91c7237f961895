package dev.likeness.input;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The addresses that share their first bits: {@code 10.1.0.0/16}, or a single address. */
final class Network {

    private final byte[] start;
    private final int bits;

    private Network(byte[] start, int bits) {
        this.start = start;
        this.bits = bits;
    }

    /** Whether it is meant as an address or a network, and not as a host's name. */
    static boolean isNetwork(String text) {
        return text.indexOf('/') >= 0 || text.indexOf(':') >= 0 || text.matches("[0-9.]+");
    }

    static Network parse(String text) {
        String[] parts = text.split("/", 2);
        boolean six = parts[0].indexOf(':') >= 0;
        if (six ? !parts[0].matches("[0-9A-Fa-f:.]+") : !Ipv4.isPlain(parts[0])) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is neither an address nor a network such as 10.1.0.0/16");
        }
        try {
            // A literal: nothing is looked up.
            byte[] start = InetAddress.getByName(parts[0]).getAddress();
            int most = 8 * start.length;
            int bits = parts.length == 1 ? most : parts[1].matches("[0-9]{1,3}") ? Integer.parseInt(parts[1]) : -1;
            if (bits < 0 || bits > most) {
                throw new IllegalArgumentException("\"" + text + "\" must end in /0 to /" + most);
            }
            return new Network(start, bits);
        } catch (UnknownHostException invalid) {
            throw new IllegalArgumentException("\"" + text + "\" is not an address");
        }
    }

    boolean contains(byte[] address) {
        if (address.length != start.length) {
            return false;
        }
        int whole = bits / 8;
        int rest = 0xff00 >> bits % 8 & 0xff;
        return Arrays.equals(start, 0, whole, address, 0, whole)
                && (rest == 0 || (start[whole] & rest) == (address[whole] & rest));
    }
}
