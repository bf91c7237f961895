package dev.likeness.flow;

import dev.likeness.context.CallerContext;
import dev.likeness.error.Overloaded;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;

/** Lets so many generations run at once and so many more wait, first come, first served; whoever comes then is refused. */
@Startup
@ApplicationScoped
class Admission {

    private final FlowConfig.AdmissionConfig config;
    private final Queue<Ticket> waiting = new ArrayDeque<>();
    private int admitted;
    private int running;

    Admission(FlowConfig config, MeterRegistry metrics) {
        this.config = config.admission();
        Gauge.builder("likeness.generations.in.flight", this, Admission::running)
                .description("Requests that are being worked on")
                .register(metrics);
        Gauge.builder("likeness.generations.waiting", this, Admission::waiting)
                .description("Requests that wait for their turn")
                .register(metrics);
    }

    /**
     * Takes a place, running or waiting, which the ticket's holder must give back.
     *
     * @throws Overloaded at once when no place is left
     */
    synchronized Ticket enter() {
        if (admitted >= config.running() + config.waiting()) {
            throw new Overloaded(
                    String.format(
                            Locale.ROOT,
                            "As many requests are running and waiting as this server takes; try again in %d s",
                            config.retryAfter().toSeconds()),
                    config.retryAfter());
        }
        admitted++;
        return new Ticket();
    }

    /**
     * Takes a place for work that was accepted before and has waited since: it is not refused, but waits for its turn like
     * all else. Whoever brings such work brings little of it at a time.
     */
    synchronized Ticket rejoin() {
        admitted++;
        return new Ticket();
    }

    synchronized int running() {
        return running;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** A place among those admitted. Closing it, once or often, lets the next one run. */
    final class Ticket implements AutoCloseable {

        private enum State {
            ENTERED,
            WAITING,
            RUNNING,
            CLOSED
        }

        private State state = State.ENTERED;
        private UniEmitter<? super Void> turn;

        /** Completes when it is this ticket's turn to run; never after it was closed. */
        Uni<Void> turn() {
            return Uni.createFrom().deferred(() -> Uni.createFrom()
                    .<Void>emitter(emitter -> {
                        if (runsNow(emitter)) {
                            emitter.complete(null);
                        }
                    })
                    // It is handed on by another request's end.
                    .emitOn(CallerContext.executor()));
        }

        private boolean runsNow(UniEmitter<? super Void> emitter) {
            synchronized (Admission.this) {
                if (state != State.ENTERED) {
                    return state == State.RUNNING;
                }
                if (running < config.running()) {
                    state = State.RUNNING;
                    running++;
                    return true;
                }
                state = State.WAITING;
                turn = emitter;
                waiting.add(this);
                return false;
            }
        }

        @Override
        public void close() {
            Ticket next = leave();
            if (next != null) {
                next.turn.complete(null);
            }
        }

        /** The ticket whose turn has come by this one's leaving; its holder is told outside the lock. */
        private Ticket leave() {
            synchronized (Admission.this) {
                State left = state;
                state = State.CLOSED;
                if (left == State.CLOSED) {
                    return null;
                }
                admitted--;
                if (left == State.WAITING) {
                    waiting.remove(this);
                }
                if (left != State.RUNNING) {
                    return null;
                }
                Ticket next = waiting.poll();
                if (next == null) {
                    running--;
                } else {
                    next.state = State.RUNNING;
                }
                return next;
            }
        }
    }
}
