package dev.likeness.requests;

import dev.likeness.credits.Forgone;
import dev.likeness.credits.Reservation;
import dev.likeness.error.Failure;
import dev.likeness.error.InsufficientCredits;
import dev.likeness.error.RetryLater;
import dev.likeness.error.ShuttingDown;
import dev.likeness.error.StoreUnavailable;
import dev.likeness.flow.CharacterFlow;
import dev.likeness.flow.Custody;
import dev.likeness.flow.FlowEvent;
import dev.likeness.output.EncodedImage;
import dev.likeness.shutdown.Shutdown;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One request on its way from being taken on to being let go. What happens is first written into the store, under the
 * turn's fence, then the credits follow, and last the turn is closed; a process that dies anywhere in between leaves it to
 * another one to go on from there.
 */
final class RequestRun implements Custody.WithPictures {

    private static final Logger LOG = Logger.getLogger(RequestRun.class);

    /** More often than that nobody looks at progress. */
    private static final long TELL_EVERY_NANOS = 200_000_000;

    private final Turn turn;
    private final RequestStore store;
    private final RequestMoney money;
    private final CharacterFlow flow;
    private final RequestsConfig config;
    private final Shutdown shutdown;
    /** After that time others take this replica for dead. */
    private final Patience patience;

    /** How the work is broken off while there is some, and why it was to be. Guarded by this. */
    private Consumer<Throwable> breakOff = why -> {};

    private Throwable stopped;
    private int samples;
    private int ready;
    private long toldNanos;

    RequestRun(
            Turn turn,
            RequestStore store,
            RequestMoney money,
            CharacterFlow flow,
            RequestsConfig config,
            Shutdown shutdown) {
        this.turn = turn;
        this.store = store;
        this.money = money;
        this.flow = flow;
        this.config = config;
        this.shutdown = shutdown;
        this.patience = new Patience(config.takeOverAfter());
    }

    /** Does what is left to do. Completes when this process has nothing more to do with the request. */
    Uni<Void> toItsEnd() {
        return switch (turn.duty()) {
            case RUN ->
                patience.with(store.work(turn))
                        .chain(work -> work.map(this::worked).orElseGet(this::lost));
            case CHARGE -> charged();
            case GIVE_UP -> failed(Failed.INTERRUPTED);
            case SETTLE -> paid().chain(this::closed);
            case RELEASE -> forgone();
        };
    }

    /** Breaks the work off; the backend's job is cancelled. */
    void stop(Throwable why) {
        Consumer<Throwable> way;
        synchronized (this) {
            stopped = why;
            way = breakOff;
        }
        way.accept(why);
    }

    private Uni<Void> worked(NewRequest request) {
        samples = request.work().samples();
        Uni<FlowEvent> last = shutdown.cutting(flow.resume(turn.id(), request.work(), this))
                .onItem()
                .call(this::told)
                .collect()
                .last();
        return stoppable(last)
                .chain(event -> completed((FlowEvent.Done) event))
                .onFailure()
                .recoverWithUni(this::ended);
    }

    private Uni<FlowEvent> stoppable(Uni<FlowEvent> work) {
        return Uni.createFrom().emitter(emitter -> {
            Cancellable running = work.subscribe().with(emitter::complete, emitter::fail);
            Throwable before;
            synchronized (this) {
                breakOff = why -> {
                    running.cancel();
                    emitter.fail(why);
                };
                before = stopped;
            }
            if (before != null) {
                stop(before);
            }
        });
    }

    @Override
    public Uni<Reservation> reserve(BigDecimal cost) {
        return patience.with(money.held(turn))
                .<Reservation>map(UnreleasedReservation::new)
                .onFailure(Forgone.class)
                .recoverWithUni(this::broken);
    }

    /** The whole run is stopped; whatever waits for this waits in vain. */
    private <T> Uni<T> broken(Throwable why) {
        stop(why);
        return Uni.createFrom().nothing();
    }

    @Override
    public Uni<Void> keep(EncodedImage image) {
        return patience.with(store.keep(turn, image, Telling.image(image, (double) ++ready / samples)))
                .chain(this::unlessLost);
    }

    private Uni<Void> told(FlowEvent event) {
        if (event instanceof FlowEvent.Taken taken) {
            return patience.with(store.assigned(turn, taken.backend(), Telling.backend(taken)))
                    .chain(this::unlessLost);
        }
        if (event instanceof FlowEvent.PoseRead pose) {
            return patience.with(store.tell(turn, Telling.pose(pose))).chain(this::unlessLost);
        }
        if (event instanceof FlowEvent.Advanced advanced && worthTelling()) {
            double part =
                    (double) advanced.progress().value() / advanced.progress().max();
            return inPassing(Telling.progress(advanced, (ready + part) / samples));
        }
        if (event instanceof FlowEvent.Previewed previewed && worthTelling()) {
            return inPassing(Telling.preview(previewed));
        }
        return Uni.createFrom().voidItem();
    }

    private boolean worthTelling() {
        long now = System.nanoTime();
        boolean due = toldNanos == 0 || now - toldNanos > TELL_EVERY_NANOS;
        toldNanos = due ? now : toldNanos;
        return due;
    }

    /** Nothing fails because somebody does not learn how far it is. */
    private Uni<Void> inPassing(Telling event) {
        return store.tell(turn, event)
                .onFailure(StoreUnavailable.class)
                .recoverWithItem(true)
                .chain(this::unlessLost);
    }

    /** Never completes when the request is lost: the whole run is stopped then. */
    private Uni<Void> unlessLost(boolean ours) {
        return ours ? Uni.createFrom().voidItem() : broken(new Lost());
    }

    private Uni<Void> completed(FlowEvent.Done done) {
        return completed(done.remainingCredits(), done.generationTime());
    }

    private Uni<Void> completed(BigDecimal remaining, Duration generationTime) {
        Telling event = Telling.done(turn.cost(), remaining, generationTime);
        return patience.with(store.complete(turn, remaining, event)).chain(ours -> ours ? closed() : lost());
    }

    private Uni<Void> charged() {
        return patience.with(store.find(turn.id()))
                .chain(found -> paid().chain(remaining -> completed(
                        remaining,
                        found.map(request -> request.times()
                                        .worked(request.times().begun().orElseThrow()))
                                .orElse(Duration.ZERO))))
                .onFailure(failure -> failure instanceof InsufficientCredits || failure instanceof Forgone)
                .recoverWithUni(this::ended);
    }

    private Uni<Void> ended(Throwable failure) {
        if (failure instanceof Lost) {
            return lost();
        }
        if (failure instanceof Forgone) {
            return failed(Failed.CANCELLED);
        }
        if (failure instanceof ShuttingDown) {
            return requeued(false, failure);
        }
        if (failure instanceof StoreUnavailable) {
            // Nothing can be written now. Whoever takes the request on later finds out what is left to do.
            return Uni.createFrom().failure(failure);
        }
        if (failure instanceof RetryLater && turn.attempt() < config.maxAttempts()) {
            return requeued(true, failure).chain(() -> Uni.createFrom().failure(failure));
        }
        log(failure);
        return failed(Failed.of(failure));
    }

    /** Where the queue ends with this process, the request fails instead. */
    private Uni<Void> requeued(boolean counted, Throwable why) {
        return patience.with(store.putBack(turn, counted))
                .chain(waits -> waits ? Uni.createFrom().voidItem() : failed(Failed.of(why)));
    }

    private void log(Throwable failure) {
        if (!(failure instanceof Failure)) {
            LOG.error("A queued request failed by a defect of ours", failure);
        }
    }

    private Uni<Void> failed(Failed failure) {
        return patience.with(store.fail(turn, failure, Telling.error(failure)))
                .chain(ours -> ours ? forgone() : lost());
    }

    private Uni<Void> forgone() {
        return patience.with(money.forgo(turn.caller(), turn.id())).chain(this::closed);
    }

    private Uni<BigDecimal> paid() {
        return patience.with(money.settle(turn));
    }

    private Uni<Void> closed() {
        return patience.with(store.close(turn));
    }

    /** Whoever took the request on answers for its credits, too. */
    private Uni<Void> lost() {
        return Uni.createFrom().voidItem();
    }
}
