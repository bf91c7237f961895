package dev.likeness.error;

/** What a request failed of that was sent before under the same idempotency key, told to whoever sent it again and waited. */
public final class FailedEarlier extends Failure {

    public FailedEarlier(String code, String message) {
        super(code, message);
    }
}
