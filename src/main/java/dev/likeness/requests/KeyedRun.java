package dev.likeness.requests;

import dev.likeness.credits.Forgone;
import dev.likeness.credits.Reservation;
import dev.likeness.error.FailedEarlier;
import dev.likeness.flow.CharacterFlow;
import dev.likeness.flow.CharacterRequest;
import dev.likeness.flow.Custody;
import dev.likeness.flow.FlowEvent;
import dev.likeness.output.EncodedImage;
import dev.likeness.shutdown.Shutdown;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A request that its caller waits for and may send again: the flow works on it, and what comes of it is stored under the
 * turn's fence. The caller's leaving gives it up, unless all of its pictures are there by then: those are paid, and wait for
 * whoever asks again.
 */
final class KeyedRun implements Custody.WithPictures {

    private final Turn turn;
    private final CharacterRequest request;
    private final RequestStore store;
    private final RequestMoney money;
    private final CharacterFlow flow;
    private final Heartbeat heartbeat;
    private final Shutdown.Work work;
    /** Brings a request to its end whose pictures are there. */
    private final Function<Turn, Uni<Void>> charging;

    /** The work at the flow; null while there is none. Guarded by this. */
    private Cancellable running;

    /** Whether the caller has left. Guarded by this. */
    private boolean abandoned;

    private volatile Reservation reservation;
    private final AtomicBoolean over = new AtomicBoolean();
    private int ready;

    KeyedRun(
            Turn turn,
            CharacterRequest request,
            RequestStore store,
            RequestMoney money,
            CharacterFlow flow,
            Heartbeat heartbeat,
            Shutdown.Work work,
            Function<Turn, Uni<Void>> charging) {
        this.turn = turn;
        this.request = request;
        this.store = store;
        this.money = money;
        this.flow = flow;
        this.heartbeat = heartbeat;
        this.work = work;
        this.charging = charging;
    }

    /** From now on the turn is kept, until the events have ended or {@link #leave} is called. */
    void begin() {
        heartbeat.hold(turn, lost -> {});
    }

    /** As the flow's own, with what is stored of it stored before it is told. */
    Multi<FlowEvent> events() {
        return Multi.createFrom()
                .<FlowEvent>emitter(emitter -> {
                    heartbeat.hold(turn, lost -> {
                        if (!over.get()) {
                            emitter.fail(lost);
                        }
                    });
                    Cancellable work = flow.run(turn.id(), request, this)
                            .onItem()
                            .call(this::told)
                            .subscribe()
                            .with(emitter::emit, emitter::fail, emitter::complete);
                    emitter.onTermination(work::cancel);
                    if (isAbandoned(work)) {
                        work.cancel();
                    }
                })
                .onFailure()
                .call(failure -> toItsEnd(failed(failure)))
                .onFailure(Lost.class)
                .recoverWithMulti(this::whyLost)
                .onCancellation()
                .invoke(this::leave);
    }

    private synchronized boolean isAbandoned(Cancellable work) {
        running = work;
        return abandoned;
    }

    /** The caller has left, at whatever moment: the request is given up, or paid when all of its pictures are there. */
    void leave() {
        Cancellable work;
        synchronized (this) {
            abandoned = true;
            work = running;
        }
        if (work != null) {
            work.cancel();
        }
        toItsEnd(left()).subscribe().with(ended -> {});
    }

    /** It was cancelled under its id, or taken over by somebody who took this replica for dead. */
    private Multi<FlowEvent> whyLost() {
        return store.find(turn.id()).onItem().transformToMulti(found -> {
            Failed why = found.flatMap(StoredRequest::failure).orElse(Failed.INTERRUPTED);
            return Multi.createFrom().failure(new FailedEarlier(why.code(), why.message()));
        });
    }

    @Override
    public Uni<Reservation> reserve(BigDecimal cost) {
        return money.held(turn)
                .onFailure(Forgone.class)
                .transform(forgone -> new Lost())
                .invoke(held -> reservation = held)
                .call(held -> over.get() ? held.release() : Uni.createFrom().voidItem())
                .map(UnreleasedReservation::new);
    }

    @Override
    public Uni<Void> keep(EncodedImage image) {
        return store.keep(turn, image, Telling.image(image, (double) ++ready / request.samples()))
                .chain(KeyedRun::unlessLost);
    }

    /** Nobody looks at this request's progress but its caller, who has it from the flow. */
    private Uni<Void> told(FlowEvent event) {
        if (event instanceof FlowEvent.Taken taken) {
            return store.assigned(turn, taken.backend(), Telling.backend(taken)).chain(KeyedRun::unlessLost);
        }
        if (event instanceof FlowEvent.PoseRead pose) {
            return store.tell(turn, Telling.pose(pose)).chain(KeyedRun::unlessLost);
        }
        return event instanceof FlowEvent.Done done
                ? toItsEnd(completed(done))
                : Uni.createFrom().voidItem();
    }

    private static Uni<Void> unlessLost(boolean ours) {
        return ours ? Uni.createFrom().voidItem() : Uni.createFrom().failure(new Lost());
    }

    private Uni<Void> completed(FlowEvent.Done done) {
        Telling event = Telling.done(turn.cost(), done.remainingCredits(), done.generationTime());
        return store.complete(turn, done.remainingCredits(), event)
                .chain(ours -> ours ? store.close(turn) : Uni.createFrom().voidItem());
    }

    private Uni<Void> failed(Throwable failure) {
        if (failure instanceof Lost) {
            return Uni.createFrom().voidItem();
        }
        Failed why = Failed.of(failure);
        return store.fail(turn, why, Telling.error(why))
                .chain(ours -> ours ? forgone(turn) : Uni.createFrom().voidItem());
    }

    private Uni<Void> left() {
        return store.cancel(turn.id(), Telling.error(Failed.CANCELLED))
                .chain(cancelled -> cancelled.map(this::forgone).orElseGet(this::chargedIfReady));
    }

    private Uni<Void> chargedIfReady() {
        return store.find(turn.id())
                .map(found -> found.filter(request ->
                        !request.status().ended() && request.pictures().size() == request.samples()))
                .chain(ready -> ready.isPresent()
                        ? charging.apply(turn)
                        : Uni.createFrom().voidItem());
    }

    /** What was set aside here is released first: a settlement in doubt is only taken back by whoever has asked for it. */
    private Uni<Void> forgone(Turn ending) {
        Uni<Void> released = reservation == null ? Uni.createFrom().voidItem() : reservation.release();
        return released.chain(() -> money.forgo(ending.caller(), ending.id())).chain(() -> store.close(ending));
    }

    /** The first end counts. The caller may leave meanwhile. What cannot be stored now is found by whoever takes the turn over. */
    private Uni<Void> toItsEnd(Uni<Void> end) {
        return Uni.createFrom().emitter(emitter -> {
            if (!over.compareAndSet(false, true)) {
                emitter.complete(null);
                return;
            }
            end.onFailure()
                    .recoverWithNull()
                    .onTermination()
                    .invoke(() -> {
                        heartbeat.letGo(turn);
                        work.close();
                    })
                    .subscribe()
                    .with(emitter::complete);
        });
    }
}
