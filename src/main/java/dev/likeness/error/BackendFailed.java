package dev.likeness.error;

/** The backend answered with an error, or with something that is no image. */
public final class BackendFailed extends Failure {

    public BackendFailed(String message) {
        this(message, null);
    }

    public BackendFailed(String message, Throwable cause) {
        super("backend_failed", message, cause);
    }
}
