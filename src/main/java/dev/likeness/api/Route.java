package dev.likeness.api;

/** The two ways to have pictures made. */
enum Route {
    /** The caller waits. */
    V1,
    /** The caller asks after it later, or is told. */
    V2
}
