package dev.likeness.error;

/** The request's body stood still, or came too slowly. */
public final class RequestTimeout extends Failure {

    public RequestTimeout(String message) {
        super("request_timeout", message);
    }
}
