package dev.likeness.error;

/** The deadline passed before the backend had finished; its job was cancelled. */
public final class BackendTimeout extends Failure {

    public BackendTimeout(String message) {
        this(message, null);
    }

    public BackendTimeout(String message, Throwable cause) {
        super("backend_timeout", message, cause);
    }
}
