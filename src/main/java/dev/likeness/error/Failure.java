package dev.likeness.error;

/**
 * Everything that can go wrong on the way from a request to its pictures, as far as the caller is concerned. The message
 * says what to do about it and is safe to show; the cause is for the log. Anything else that is thrown is a defect of
 * ours and answered as {@code internal}.
 */
public abstract sealed class Failure extends RuntimeException
        permits InvalidRequest,
                Unauthenticated,
                InsufficientCredits,
                RateLimited,
                RequestTimeout,
                PayloadTooLarge,
                UnsupportedMediaType,
                NoFace,
                NoPerson,
                NotFound,
                IdempotencyConflict,
                FailedEarlier,
                BackendFailed,
                BackendUnavailable,
                BackendTimeout,
                Overloaded,
                ShuttingDown,
                StoreUnavailable {

    private final String code;

    Failure(String code, String message) {
        this(code, message, null);
    }

    /** Without a stack trace when nothing caused it: then it is an outcome of the request, not a fault to be traced. */
    Failure(String code, String message, Throwable cause) {
        super(message, cause, true, cause != null);
        this.code = code;
    }

    /** The stable word that clients may branch on, in snake_case. */
    public final String code() {
        return code;
    }
}
