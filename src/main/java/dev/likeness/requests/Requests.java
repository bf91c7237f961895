package dev.likeness.requests;

import dev.likeness.auth.Caller;
import dev.likeness.credits.Reservation;
import dev.likeness.error.InsufficientCredits;
import dev.likeness.error.NotFound;
import dev.likeness.error.StoreUnavailable;
import dev.likeness.flow.CharacterFlow;
import dev.likeness.flow.CharacterRequest;
import dev.likeness.shutdown.ShutdownBegun;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Requests that are accepted now and worked on later: submitted, looked after, cancelled. */
@ApplicationScoped
public class Requests {

    /** How long a listener waits for news before it looks for itself. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    /** How often, and how far apart, it is looked whether the same request has been stored meanwhile. */
    private static final int LOOKS = 4;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final CharacterFlow flow;
    private final RequestStore store;
    private final RequestMoney money;
    private volatile boolean closing;

    Requests(CharacterFlow flow, RequestStore store, RequestMoney money) {
        this.flow = flow;
        this.store = store;
        this.money = money;
    }

    /** Listeners go on at another replica; here they would keep the process from its end. */
    void close(@Observes ShutdownBegun begun) {
        closing = true;
    }

    /**
     * Puts a request into the queue once its pictures are at hand, have been looked through, and its credits are set aside.
     *
     * @param id of the request if it is a new one
     */
    public Uni<Submitted> submit(
            UUID id, Caller caller, CharacterRequest request, Delivery delivery, Optional<IdempotencyKey> key) {
        Uni<Optional<UUID>> before =
                key.map(store::named).orElseGet(() -> Uni.createFrom().item(Optional.empty()));
        return before.chain(known -> known.isPresent()
                ? Uni.createFrom().item(new Submitted(known.get(), true))
                : flow.gathered(request)
                        .chain(work -> queued(new NewRequest(id, caller, work, flow.costOf(work), delivery, key)))
                        .onFailure(InsufficientCredits.class)
                        .recoverWithUni(poor -> unlessNamed(key, poor, LOOKS)));
    }

    /** The credits may be set aside for the same request, sent at the same time and stored in a moment. */
    private Uni<Submitted> unlessNamed(Optional<IdempotencyKey> key, Throwable poor, int looks) {
        if (key.isEmpty() || looks == 0) {
            return Uni.createFrom().failure(poor);
        }
        return store.named(key.get())
                .chain(known -> known.isPresent()
                        ? Uni.createFrom().item(new Submitted(known.get(), true))
                        : Uni.createFrom()
                                .voidItem()
                                .onItem()
                                .delayIt()
                                .by(BETWEEN_LOOKS)
                                .chain(() -> unlessNamed(key, poor, looks - 1)));
    }

    /** To its end even when the caller has left: the credits are set aside by then. */
    private Uni<Submitted> queued(NewRequest request) {
        return Uni.createFrom().emitter(emitter -> money.setAside(request)
                .chain(reservation -> store.submit(request)
                        .onFailure(StoreUnavailable.class)
                        .call(() -> withdrawn(request))
                        .onFailure()
                        .call(reservation::release)
                        .call(submitted -> keptOrReturned(reservation, submitted)))
                .subscribe()
                .with(emitter::complete, emitter::fail));
    }

    /** The request is in the queue whatever comes of this: whoever takes it on sets the credits aside again. */
    private Uni<Void> keptOrReturned(Reservation reservation, Submitted submitted) {
        Uni<Void> step = submitted.replayed() ? reservation.release() : money.keep(reservation);
        return step.onFailure(StoreUnavailable.class).recoverWithNull();
    }

    /** The caller is told that it failed; should it have been stored nevertheless, or be stored yet, it must not run. */
    private Uni<Void> withdrawn(NewRequest request) {
        return store.cancel(request.id(), Telling.error(Failed.CANCELLED))
                .chain(turn -> turn.map(this::forgone).orElseGet(() -> forgoneUnlessStored(request)))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> forgone(Turn turn) {
        return money.forgo(turn.caller(), turn.id()).chain(() -> store.close(turn));
    }

    /** What is stored and cannot be cancelled has all of its pictures, and is paid for. */
    private Uni<Void> forgoneUnlessStored(NewRequest request) {
        return store.find(request.id())
                .chain(found ->
                        found.isPresent() ? Uni.createFrom().voidItem() : money.forgo(request.caller(), request.id()));
    }

    /** Fails with {@link NotFound} when there is none, or none of this caller's. */
    public Uni<StoredRequest> find(Caller caller, UUID id) {
        return store.find(id)
                .map(found ->
                        found.filter(request -> request.caller().equals(caller)).orElseThrow(Requests::unknown));
    }

    /** Whether it was cancelled by this; a request that has ended, or has all of its pictures, is not. */
    public Uni<Boolean> cancel(Caller caller, UUID id) {
        return find(caller, id)
                .chain(request -> store.cancel(id, Telling.error(Failed.CANCELLED)))
                .call(cancelled -> cancelled.map(this::forgone).orElseGet(() -> Uni.createFrom()
                        .voidItem()))
                .map(Optional::isPresent);
    }

    /** The file of a finished picture, whoever asks: the link to it is the proof that one may. */
    public Uni<byte[]> picture(UUID id, int sample) {
        return store.picture(id, sample)
                .map(
                        file -> file.orElseThrow(
                                () -> new NotFound(
                                        "There is no such picture any more: pictures are kept for a time, and old ones make room for new ones")));
    }

    /**
     * What has happened since the event of that number, and from then on what happens, to the last event.
     *
     * @param after 0 for all
     */
    public Multi<StoredEvent> events(Caller caller, UUID id, long after) {
        return find(caller, id).onItem().transformToMulti(found -> {
            AtomicLong seen = new AtomicLong(after);
            return Multi.createBy()
                    .repeating()
                    .uni(() -> news(id, seen.get()))
                    .whilst(events -> !closing && events.stream().noneMatch(StoredEvent::last))
                    .onItem()
                    .<StoredEvent>disjoint()
                    .invoke(event -> seen.set(event.number()));
        });
    }

    private Uni<List<StoredEvent>> news(UUID id, long after) {
        return Uni.createFrom().deferred(() -> {
            Changes.Waiter waiter = store.changes().expect(id);
            return store.events(id, after)
                    .onFailure()
                    .invoke(waiter::close)
                    .call(events -> events.isEmpty()
                            ? waiter.await(LOOK_EVERY)
                            : Uni.createFrom().voidItem().invoke(waiter::close));
        });
    }

    private static NotFound unknown() {
        return new NotFound("There is no such request; requests are kept for a time after their end");
    }
}
