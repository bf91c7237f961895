package dev.likeness.replicas;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One request of a client, and what the client saw of it. Belongs to the thread of that client while it goes on. */
final class Call {

    /** What clients do. */
    enum Kind {
        /** The synchronous route, to its end. */
        NOW,
        /** The same under an idempotency key, sent again until it is answered. */
        NOW_WITH_KEY,
        /** The synchronous route, by a client that leaves before the answer. */
        NOW_AND_LEAVE,
        /** The asynchronous route, asked after until it ends. */
        LATER,
        /** The same under an idempotency key, submitted again until that is answered. */
        LATER_WITH_KEY,
        /** The asynchronous route; its events are listened to. */
        LATER_BY_EVENTS,
        /** The asynchronous route, cancelled after a moment. */
        LATER_AND_CANCEL;

        boolean isLater() {
            return this != NOW && this != NOW_WITH_KEY && this != NOW_AND_LEAVE;
        }

        boolean hasKey() {
            return this == NOW_WITH_KEY || this == LATER_WITH_KEY;
        }
    }

    /** How it went, as far as the client knows. */
    enum Outcome {
        /** It has its pictures. */
        COMPLETED,
        /** It was accepted and came to nothing. */
        FAILED,
        /** It was answered with an error. */
        REFUSED,
        /** The connection broke, and nobody told what came of it. */
        UNKNOWN
    }

    private static final Map<String, Integer> ORDER = Map.of("QUEUED", 0, "PROCESSING", 1, "COMPLETED", 2, "FAILED", 2);

    final int number;
    final Kind kind;
    final Account account;
    final int samples;
    private final List<String> wrong = new ArrayList<>();
    private String id = "";
    private String status = "";
    private Outcome outcome = Outcome.UNKNOWN;
    private String reason = "";
    private boolean cancelled;

    Call(int number, Kind kind, Account account, int samples) {
        this.number = number;
        this.kind = kind;
        this.account = account;
        this.samples = samples;
    }

    void accepted(String requestId) {
        id = requestId;
    }

    /** Of a request that waits or runs; a status may come again, and never one that lies behind. */
    void saw(String next) {
        if (!status.isEmpty() && (ORDER.get(next) < ORDER.get(status) || hasEnded(status) && !next.equals(status))) {
            wrong("its status went from " + status + " to " + next);
        }
        status = next;
    }

    static boolean hasEnded(String status) {
        return ORDER.get(status) == 2;
    }

    void ended(Outcome how, String why) {
        outcome = how;
        reason = why;
    }

    /** It was told that its cancelling has worked. */
    void cancelled() {
        cancelled = true;
    }

    void wrong(String what) {
        wrong.add(this + ": " + what);
    }

    /** Empty when the client was never told. */
    Optional<String> id() {
        return Optional.of(id).filter(known -> !known.isEmpty());
    }

    Outcome outcome() {
        return outcome;
    }

    boolean wasCancelled() {
        return cancelled;
    }

    List<String> wrong() {
        return wrong;
    }

    /** For the table of outcomes. */
    String summary() {
        return (kind.isLater() ? "v2 " : "v1 ")
                + (kind.hasKey() ? "with a key " : "")
                + outcome
                + (reason.isEmpty() ? "" : " " + reason);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d %s of %s %s", number, kind, account.name(), id);
    }
}
