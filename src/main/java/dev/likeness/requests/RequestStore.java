package dev.likeness.requests;

import dev.likeness.error.ShuttingDown;
import dev.likeness.output.EncodedImage;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Where requests are from being submitted to being forgotten, and the queue that they wait in. What replicas do to one
 * request happens one after the other; what is done with a {@link Turn} whose fence is not the newest is refused.
 */
interface RequestStore {

    /**
     * Puts the request at the queue's end, unless its idempotency key names one that has not failed.
     *
     * @return fails with {@link dev.likeness.error.IdempotencyConflict}, {@link dev.likeness.error.RateLimited} when the
     *     account's pictures take more room than it has, {@link dev.likeness.error.Overloaded} when the queue is full
     */
    Uni<Submitted> submit(NewRequest request);

    /**
     * Takes on a request that its caller waits for, unless its idempotency key, which it must have, names one that has not
     * failed. Its pictures are not stored: when this replica is not heard of any more, it is given up.
     *
     * @return fails as {@link #submit} does
     */
    Uni<Begun> begin(NewRequest request);

    /**
     * Claims the key for a request before it is stored, so that nothing is paid for another one meanwhile. The claim ends with
     * {@link #submit}, with {@link #unclaim}, or, when its replica is gone, after a time.
     *
     * @return the request that the key names by now; fails with a conflict as above
     */
    Uni<KeyClaim> claim(IdempotencyKey key, UUID id);

    /** Frees the key of a request that was not stored. */
    Uni<Void> unclaim(IdempotencyKey key, UUID id);

    /** The request that the key names; empty when there is none, or when it failed. Fails with a conflict as above. */
    Uni<Optional<UUID>> named(IdempotencyKey key);

    Uni<Optional<StoredRequest>> find(UUID id);

    /** A finished picture's file. */
    Uni<Optional<byte[]>> picture(UUID id, int sample);

    /** What happened to the request after the event of that number, in order. */
    Uni<EventPage> events(UUID id, long after);

    /**
     * Takes on as many requests as there is room for: first those of replicas that have not been heard of for a while,
     * then the next of the queue. Each must be ended with {@link #close} or {@link #putBack}.
     */
    Uni<List<Turn>> take(int room);

    /** What there is to work on; empty when somebody else has taken the request on. */
    Uni<Optional<NewRequest>> work(Turn turn);

    /** Says that this replica is alive and still works on these; answers those that it has lost. */
    Uni<Set<Turn>> beat(Collection<Turn> turns);

    /** Says who makes the pictures. */
    Uni<Boolean> assigned(Turn turn, String backend, Telling event);

    Uni<Boolean> tell(Turn turn, Telling event);

    /**
     * Stores a picture together with its event, unless an earlier attempt has: a picture that listeners have seen is the one that
     * is delivered, and no listener sees a second one in its place.
     */
    Uni<Boolean> keep(Turn turn, EncodedImage image, Telling event);

    /** The request is paid. */
    Uni<Boolean> complete(Turn turn, BigDecimal remaining, Telling event);

    /** The request comes to nothing; its credits are still to be given back. */
    Uni<Boolean> fail(Turn turn, Failed failure, Telling event);

    /** State and money agree: there is nothing left to do. */
    Uni<Void> close(Turn turn);

    /**
     * Back to the head of the queue.
     *
     * @param counted whether this was one of the attempts that it has
     * @return false when another replica has taken the request on, or when the queue is closed
     */
    Uni<Boolean> putBack(Turn turn, boolean counted);

    /** Makes a request fail that does not have all of its pictures yet; what it answers is to be released and closed. */
    Uni<Optional<Turn>> cancel(UUID id, Telling event);

    /**
     * Closes a queue that ends with this process: what waits fails with this, and so does what is submitted from now on. A queue
     * that other replicas share stays open.
     *
     * @return those that waited; they are to be released and closed
     */
    Uni<List<Turn>> closeQueue(ShuttingDown why);

    Uni<QueueState> queue();

    /** The webhooks of those that have ended. */
    Hooks hooks();

    /** Wakes those who wait for something to happen. */
    Changes changes();
}
