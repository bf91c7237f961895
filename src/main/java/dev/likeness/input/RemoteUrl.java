package dev.likeness.input;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * An http or https address, taken apart once. What is connected to and what is asked for come from these parts alone, so
 * that no second reading of the text can see another host in it.
 *
 * @param secure whether by https
 * @param host in lower case, a name in ASCII or an address, without brackets and without a closing dot
 * @param port 1..65535
 * @param target path and query, as a request line has them
 */
public record RemoteUrl(boolean secure, String host, int port, String target) {

    /** @throws Refusal with the reason, when it is none */
    static RemoteUrl parse(String text) {
        String url = text.strip();
        int scheme = url.indexOf("://");
        String name = scheme < 0 ? "" : url.substring(0, scheme).toLowerCase(Locale.ROOT);
        if (!name.equals("http") && !name.equals("https")) {
            throw new Refusal("only http:// and https:// URLs are fetched");
        }
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) < ' ' || url.charAt(i) == 0x7f || url.charAt(i) == '\\') {
                throw new Refusal("the URL has a control character or a backslash in it");
            }
        }
        String rest = url.substring(scheme + 3);
        int end = endOfAuthority(rest);
        return of(name.equals("https"), rest.substring(0, end), target(rest.substring(end)));
    }

    /** The address that a redirect from here names, which may leave out what stays the same. */
    RemoteUrl resolve(String location) {
        String to = location.strip();
        if (to.matches("(?i)[a-z][a-z0-9+.-]*:.*")) {
            return parse(to);
        }
        String origin =
                (secure ? "https:" : "http:") + "//" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        if (to.startsWith("//")) {
            return parse((secure ? "https:" : "http:") + to);
        }
        if (to.startsWith("/")) {
            return parse(origin + to);
        }
        String path = target.split("[?#]", 2)[0];
        return parse(origin + (to.startsWith("?") ? path : path.substring(0, path.lastIndexOf('/') + 1)) + to);
    }

    private static RemoteUrl of(boolean secure, String authority, String target) {
        if (authority.indexOf('@') >= 0) {
            throw new Refusal("the URL has a user name or password in it, which are not sent");
        }
        boolean literal = authority.startsWith("[");
        int close = authority.indexOf(']');
        if (literal && close < 0) {
            throw new Refusal("the URL's host is not an address");
        }
        int colon = literal ? close + 1 : authority.indexOf(':');
        boolean ported = colon >= 0 && colon < authority.length();
        if (ported && authority.charAt(colon) != ':') {
            throw new Refusal("the URL's host is not an address");
        }
        String port = ported ? authority.substring(colon + 1) : "";
        String host = literal ? authority.substring(1, close) : ported ? authority.substring(0, colon) : authority;
        return new RemoteUrl(
                secure,
                literal ? sixOf(host) : nameOf(host),
                port.isEmpty() ? secure ? 443 : 80 : portOf(port),
                target);
    }

    private static String sixOf(String host) {
        // A zone would name an interface of this machine.
        if (!host.matches("[0-9A-Fa-f:.]{2,45}") || host.indexOf(':') < 0) {
            throw new Refusal("the URL's host is not an address");
        }
        return host.toLowerCase(Locale.ROOT);
    }

    private static String nameOf(String written) {
        String host = written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
        String ascii;
        try {
            ascii = IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException | IndexOutOfBoundsException invalid) {
            throw new Refusal("the URL's host is not a host name");
        }
        if (!ascii.matches(
                "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")) {
            throw new Refusal("the URL's host is not a host name");
        }
        String last = ascii.substring(ascii.lastIndexOf('.') + 1);
        // Where the last label is a number, the system's resolver reads the name as an IPv4 address, in a dozen
        // spellings.
        if (last.matches("[0-9]+|0x[0-9a-f]*") && !Ipv4.isPlain(ascii)) {
            throw new Refusal("write the URL's address as four decimal numbers, such as 192.0.2.1");
        }
        return ascii;
    }

    private static int portOf(String port) {
        int number = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : 0;
        if (number < 1 || number > 65535) {
            throw new Refusal("the URL's port is not one of 1 to 65535");
        }
        return number;
    }

    private static int endOfAuthority(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if ("/?#".indexOf(rest.charAt(i)) >= 0) {
                return i;
            }
        }
        return rest.length();
    }

    /**
     * As it goes into the request line: without the fragment and dot segments, and with what a line must not have encoded.
     */
    private static String target(String written) {
        String visible = written.split("#", 2)[0];
        int query = visible.indexOf('?');
        String path = query < 0 ? visible : visible.substring(0, query);
        String plain = withoutDotSegments(path) + (query < 0 ? "" : visible.substring(query));
        StringBuilder target = new StringBuilder(plain.length());
        for (byte b : plain.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 127 && "\"<>^`{|}".indexOf(b) < 0) {
                target.append((char) b);
            } else {
                target.append(String.format(Locale.ROOT, "%%%02X", b));
            }
        }
        return target.toString();
    }

    /** As browsers do it (URL Standard, "path state"): {@code %2e} is a dot, and nothing is above the root. */
    private static String withoutDotSegments(String path) {
        Deque<String> segments = new ArrayDeque<>();
        String[] written = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
        for (int i = 0; i < written.length; i++) {
            String dots = written[i].replaceAll("(?i)%2e", ".");
            if (dots.equals("..")) {
                segments.pollLast();
            } else if (!dots.equals(".")) {
                segments.addLast(written[i]);
                continue;
            }
            if (i == written.length - 1) {
                segments.addLast("");
            }
        }
        return "/" + String.join("/", segments);
    }

    /** Without the query, which in signed URLs is a secret. */
    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + host + ":" + port;
    }
}
