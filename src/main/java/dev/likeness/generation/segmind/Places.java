package dev.likeness.generation.segmind;

import dev.likeness.breaker.Breaker;
import dev.likeness.context.CallerContext;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.Failure;
import dev.likeness.error.Overloaded;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Limits the jobs that are at the upstream at once, and admits none while its circuit breaker is open. A job that has ended
 * keeps its place until the upstream has let go of it; for such a place the next job waits, since its request has its turn
 * already. While all places are of jobs that go on, one more is refused at once.
 */
final class Places {

    private enum State {
        NEW,
        WAITING,
        WORKING,
        LEAVING,
        CLOSED
    }

    private final int most;
    private final Breaker breaker;
    private final Queue<Place> waiting = new ArrayDeque<>();
    private int working;
    private int leaving;

    Places(int most, Breaker breaker) {
        this.most = most;
        this.breaker = breaker;
    }

    /** A place that is still to be {@linkplain Place#acquired acquired}; whatever becomes of it, it must be closed. */
    Place place() {
        return new Place();
    }

    synchronized int taken() {
        return working + leaving;
    }

    private Failure refusal() {
        return new BackendUnavailable(
                "The service that makes the pictures has failed several times; try again in a moment", Upstream.MOMENT);
    }

    /** One job's; how it went there is said before it is given back, once. */
    final class Place implements AutoCloseable {

        private State state = State.NEW;
        private UniEmitter<? super Void> emitter;
        private boolean judged;

        /**
         * Completes when the job may be sent; never after it has left. Fails at once where no place is free and none is about
         * to become free, or while the circuit breaker is open: another backend may have the job then.
         */
        Uni<Void> acquired() {
            return Uni.createFrom()
                    .<Void>emitter(wanted -> {
                        emitter = wanted;
                        request().run();
                    })
                    // The place is handed on by another job's end.
                    .emitOn(CallerContext.executor());
        }

        private Runnable request() {
            synchronized (Places.this) {
                if (state != State.NEW) {
                    return () -> {};
                }
                if (working + leaving < most) {
                    return grant();
                }
                if (waiting.size() < leaving) {
                    state = State.WAITING;
                    waiting.add(this);
                    return () -> {};
                }
                return () -> emitter.fail(new Overloaded(
                        "As many pictures are being made as the service behind this one takes; try again in a moment",
                        Upstream.MOMENT));
            }
        }

        /** What is to be said outside of the lock. */
        private Runnable grant() {
            if (!breaker.permits()) {
                state = State.CLOSED;
                return () -> emitter.fail(refusal());
            }
            state = State.WORKING;
            working++;
            breaker.tried();
            return () -> emitter.complete(null);
        }

        void succeeded() {
            judge(breaker::succeeded);
        }

        void failed() {
            judge(breaker::failed);
        }

        private void judge(Runnable verdict) {
            synchronized (Places.this) {
                if (!judged && (state == State.WORKING || state == State.LEAVING)) {
                    judged = true;
                    verdict.run();
                }
            }
        }

        /** The job has ended, and the place becomes free as soon as the upstream has let go of it. */
        void leave() {
            synchronized (Places.this) {
                if (state == State.WORKING) {
                    state = State.LEAVING;
                    working--;
                    leaving++;
                } else if (state != State.LEAVING) {
                    waiting.remove(this);
                    state = State.CLOSED;
                }
            }
        }

        @Override
        public void close() {
            leave();
            judge(breaker::undecided);
            freed().run();
        }

        private Runnable freed() {
            synchronized (Places.this) {
                if (state != State.LEAVING) {
                    return () -> {};
                }
                state = State.CLOSED;
                leaving--;
                // One that is refused, since the breaker is open, takes no place: then the next one is asked.
                Runnable said = () -> {};
                while (!waiting.isEmpty() && working + leaving < most) {
                    Runnable before = said;
                    Runnable next = waiting.remove().grant();
                    said = () -> {
                        before.run();
                        next.run();
                    };
                }
                return said;
            }
        }
    }
}
