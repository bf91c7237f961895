package dev.likeness.input;

/**
 * A file or an address that is not accepted, before it is known which field of the request it stands in. Without a stack
 * trace: it is an outcome, and a caller could ask for thousands.
 */
public final class Refusal extends RuntimeException {

    /** @param reason what was found, and, behind a semicolon, what to send instead */
    Refusal(String reason) {
        super(reason, null, false, false);
    }

    /** What was found, without the advice, which is for callers. */
    public String found() {
        return getMessage().split("; ", 2)[0];
    }

    static Refusal truncated() {
        return new Refusal("the file is cut short; send the whole file");
    }

    static Refusal damaged(String what) {
        return new Refusal("the file is damaged (" + what + "); save it again as PNG, JPEG or WebP and send that");
    }

    static Refusal unsupported(String what) {
        return new Refusal(what + "; send PNG, JPEG or WebP");
    }
}
