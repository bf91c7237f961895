package dev.likeness.requests;

import dev.likeness.auth.Caller;
import dev.likeness.credits.Reservation;
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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Requests that are accepted now and worked on later: submitted, looked after, cancelled. */
@ApplicationScoped
public class Requests {

    /** How long a listener waits for news before it looks for itself. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    /** How often a request asks for an idempotency key that another one has claimed. */
    private static final Duration BETWEEN_CLAIMS = Duration.ofMillis(100);

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
     * @param delivery is asked for only when it is
     */
    public Uni<Submitted> submit(
            UUID id, Caller caller, CharacterRequest request, Uni<Delivery> delivery, Optional<IdempotencyKey> key) {
        Uni<Optional<UUID>> before =
                key.map(store::named).orElseGet(() -> Uni.createFrom().item(Optional.empty()));
        return before.chain(known -> known.isPresent()
                ? replayed(known.get())
                : delivery.chain(to -> flow.gathered(request)
                        .chain(work -> accepted(new NewRequest(id, caller, work, flow.costOf(work), to, key)))));
    }

    private static Uni<Submitted> replayed(UUID id) {
        return Uni.createFrom().item(new Submitted(id, true));
    }

    /**
     * The key is claimed before credits are set aside: of equal requests at once, one has credits set aside, and the others wait
     * for what becomes of it.
     */
    private Uni<Submitted> accepted(NewRequest request) {
        if (request.key().isEmpty()) {
            return toItsEnd(queued(request));
        }
        IdempotencyKey key = request.key().get();
        Uni<Optional<Submitted>> claimed = store.claim(key, request.id()).chain(claim -> {
            if (claim.stored()) {
                return replayed(claim.id()).map(Optional::of);
            }
            return claim.id().equals(request.id())
                    ? queued(request).map(Optional::of)
                    : Uni.createFrom().item(Optional.empty());
        });
        return toItsEnd(claimed.onFailure()
                        .call(() -> store.unclaim(key, request.id()).onFailure().recoverWithNull()))
                .chain(submitted -> submitted.map(Uni.createFrom()::item).orElseGet(() -> Uni.createFrom()
                        .voidItem()
                        .onItem()
                        .delayIt()
                        .by(BETWEEN_CLAIMS)
                        .chain(() -> accepted(request))));
    }

    /** Runs the steps to their end even when the caller leaves: none of them leaves something behind. */
    private static <T> Uni<T> toItsEnd(Uni<T> steps) {
        return Uni.createFrom().emitter(emitter -> steps.subscribe().with(emitter::complete, emitter::fail));
    }

    private Uni<Submitted> queued(NewRequest request) {
        return money.setAside(request).chain(reservation -> store.submit(request)
                .onFailure(StoreUnavailable.class)
                .call(() -> money.withdraw(store, request))
                .onFailure()
                .call(reservation::release)
                .call(submitted -> keptOrReturned(reservation, submitted)));
    }

    /** The request is in the queue whatever comes of this: whoever takes it on sets the credits aside again. */
    private Uni<Void> keptOrReturned(Reservation reservation, Submitted submitted) {
        Uni<Void> step = submitted.replayed() ? reservation.release() : money.keep(reservation);
        return step.onFailure(StoreUnavailable.class).recoverWithNull();
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
                .chain(request -> toItsEnd(
                        store.cancel(id, Telling.error(Failed.CANCELLED)).call(cancelled -> cancelled
                                .map(turn -> money.forgo(store, turn))
                                .orElseGet(() -> Uni.createFrom().voidItem()))))
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
                    .whilst(page -> !closing && !page.ended())
                    .onItem()
                    .transformToIterable(EventPage::events)
                    .invoke(event -> seen.set(event.number()));
        });
    }

    private Uni<EventPage> news(UUID id, long after) {
        return Uni.createFrom().deferred(() -> {
            Changes.Waiter waiter = store.changes().expect(id);
            return store.events(id, after)
                    .chain(page -> page.events().isEmpty() && !page.ended()
                            ? waiter.await(LOOK_EVERY).chain(() -> store.events(id, after))
                            : Uni.createFrom().item(page))
                    .onTermination()
                    .invoke(waiter::close);
        });
    }

    private static NotFound unknown() {
        return new NotFound("There is no such request; requests are kept for a time after their end");
    }
}
