package dev.likeness.requests;

/**
 * Whom a request's end is told to.
 *
 * @param url checked when the request came, and checked again when it is called; it may hold a secret
 * @param receiver its scheme, host and port
 */
public record Webhook(String url, String receiver) {

    /** Without what may be secret. */
    @Override
    public String toString() {
        return receiver;
    }
}
