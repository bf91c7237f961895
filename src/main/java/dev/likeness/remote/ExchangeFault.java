package dev.likeness.remote;

/** Why a request has no answer. */
public final class ExchangeFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public enum Kind {
        /** No connection: the request never left. */
        NOT_CONNECTED,
        /** The connection ended before the answer did. */
        BROKEN,
        /** No byte came for too long. */
        STALLED,
        /** The answer is larger than may be. */
        TOO_LARGE
    }

    private final Kind kind;

    public ExchangeFault(Kind kind, String message, Throwable cause) {
        super(message, cause, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
