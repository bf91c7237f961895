package dev.likeness.requests;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The webhooks of requests that have ended. Whoever takes one has it for a while; then it is anybody's again, until it is
 * done. So each is called at least once, and now and then once more.
 */
interface Hooks {

    /**
     * Takes some that are due, one of each receiver at most.
     *
     * @param room how many at most
     * @param busy receivers of which none is wanted now
     * @param lease how long they are the taker's
     */
    Uni<List<Hook>> take(int room, Set<String> busy, Duration lease);

    /** It has been told, or never will be. */
    Uni<Void> done(Hook hook);

    /** It is due again after so long. */
    Uni<Void> again(Hook hook, Duration after);

    /** How many are not done, of all replicas together. */
    Uni<Long> waiting();
}
