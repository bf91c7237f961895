package dev.likeness.store;

import io.vertx.redis.client.impl.types.ErrorType;
import java.util.Set;

/**
 * What a command came back with instead of an answer.
 *
 * @param code the first word of Redis' own error; empty when Redis has not replied
 */
record RedisError(String code) {

    /** Redis is starting, busy with a script, or electing who may write. */
    private static final Set<String> PASSING =
            Set.of("LOADING", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "READONLY");

    /** The client's own word for a connection that was closed before its reply came; nothing that Redis said. */
    private static final String CLOSED = "CONNECTION_CLOSED";

    static RedisError of(Throwable failure) {
        if (failure instanceof ErrorType error && !CLOSED.equals(error.getMessage())) {
            String message = String.valueOf(error.getMessage());
            int end = message.indexOf(' ');
            return new RedisError(end < 0 ? message : message.substring(0, end));
        }
        return new RedisError("");
    }

    /** No connection, a broken one, or no reply in time. */
    boolean isNoReply() {
        return code.isEmpty();
    }

    /** Whether trying again soon makes sense; memory that is full or a key of another type stay so. */
    boolean passes() {
        return isNoReply() || PASSING.contains(code);
    }

    boolean isUnknownScript() {
        return code.equals("NOSCRIPT");
    }
}
