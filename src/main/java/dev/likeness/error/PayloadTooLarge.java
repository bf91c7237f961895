package dev.likeness.error;

/** The request body is larger than the service reads. */
public final class PayloadTooLarge extends Failure {

    public PayloadTooLarge(String message) {
        super("payload_too_large", message);
    }
}
