package dev.likeness.error;

/** There is no such thing, or none that this caller may know of: the two sound alike. */
public final class NotFound extends Failure {

    public NotFound(String message) {
        super("not_found", message);
    }
}
