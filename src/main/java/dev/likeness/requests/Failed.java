package dev.likeness.requests;

import dev.likeness.error.Failure;

/**
 * Why a request came to nothing.
 *
 * @param code the stable word, as in the body of an error
 * @param message what to do about it
 */
public record Failed(String code, String message) {

    public static final Failed CANCELLED = new Failed("cancelled", "cancelled");

    static final Failed INTERRUPTED = new Failed(
            "internal", "The servers that worked on it were interrupted too often; nothing was charged, send it again");

    private static final Failed INTERNAL =
            new Failed("internal", "Something went wrong here; the request id helps to find out what");

    static Failed of(Throwable failure) {
        return failure instanceof Failure known ? new Failed(known.code(), known.getMessage()) : INTERNAL;
    }
}
