package dev.likeness.input;

/** The one spelling of an IPv4 address that everybody reads alike. */
final class Ipv4 {

    private Ipv4() {}

    /** Four decimal numbers of 0..255 without leading zeros, which some read as octal. */
    static boolean isPlain(String text) {
        return text.matches("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
    }
}
