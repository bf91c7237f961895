package dev.likeness.error;

/** An idempotency key was used before, for a request with another body. */
public final class IdempotencyConflict extends Failure {

    public IdempotencyConflict(String message) {
        super("idempotency_conflict", message);
    }
}
