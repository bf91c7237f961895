package dev.likeness.requests;

import java.util.Optional;
import java.util.UUID;

/**
 * What came of a request that its caller waits for.
 *
 * @param id of the request that stands for it
 * @param turn of whoever began it just now; empty when it was there before, by its idempotency key
 */
record Begun(UUID id, Optional<Turn> turn) {

    static Begun now(Turn turn) {
        return new Begun(turn.id(), Optional.of(turn));
    }

    static Begun before(UUID id) {
        return new Begun(id, Optional.empty());
    }
}
