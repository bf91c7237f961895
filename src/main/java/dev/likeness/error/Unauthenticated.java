package dev.likeness.error;

/** The API key is missing or unknown. */
public final class Unauthenticated extends Failure {

    public Unauthenticated(String message) {
        super("unauthorized", message);
    }
}
