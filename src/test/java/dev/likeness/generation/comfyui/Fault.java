package dev.likeness.generation.comfyui;

/** What a server does with one request instead of answering it properly. */
public record Fault(Kind kind, int status, String body, long delayMillis, Gate gate) {

    enum Kind {
        /** Nothing is done; this status and body come back. */
        STATUS,
        /** Nothing is done and nothing is ever answered. */
        HANG,
        /** Nothing is done; the connection is closed. */
        CUT,
        /** It is done, and the connection is closed instead of saying so. */
        LOSE_ANSWER,
        /** It is done, later. */
        DELAY,
        /** It is done when the gate is open. */
        HELD
    }

    public static Fault status(int status) {
        return status(status, status + ": an error page, not JSON");
    }

    public static Fault status(int status, String body) {
        return new Fault(Kind.STATUS, status, body, 0, null);
    }

    public static Fault hang() {
        return new Fault(Kind.HANG, 0, "", 0, null);
    }

    public static Fault cut() {
        return new Fault(Kind.CUT, 0, "", 0, null);
    }

    public static Fault loseAnswer() {
        return new Fault(Kind.LOSE_ANSWER, 0, "", 0, null);
    }

    public static Fault delay(long millis) {
        return new Fault(Kind.DELAY, 0, "", millis, null);
    }

    public static Fault heldUntil(Gate open) {
        return new Fault(Kind.HELD, 0, "", 0, open);
    }
}
