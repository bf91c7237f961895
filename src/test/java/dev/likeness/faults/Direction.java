package dev.likeness.faults;

/** One of the two byte streams of a proxied connection. */
public enum Direction {
    TO_SERVER,
    TO_CLIENT
}
