package dev.likeness.shutdown;

import dev.likeness.error.ShuttingDown;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The orderly end of the process: from one moment on it takes no new work, what runs comes to its end, and then all is
 * over. Work that does not end in time is cut off, but told, and nothing is charged for it.
 */
@Startup
@ApplicationScoped
public class Shutdown {

    private static final Logger LOG = Logger.getLogger(Shutdown.class);

    /** What work that is cut off has left to give back its credits, to cancel its job and to be answered. */
    static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private enum Phase {
        SERVING,
        ACCEPTING,
        REFUSING,
        CUTTING,
        OVER
    }

    private final ShutdownConfig config;
    private final Vertx vertx;
    private final Event<ShutdownBegun> told;
    private final Set<Cut.Cuttable> uncut = new LinkedHashSet<>();
    private UniEmitter<? super Boolean> ending;
    private Phase phase = Phase.SERVING;
    private int running;

    Shutdown(ShutdownConfig config, Vertx vertx, Event<ShutdownBegun> told, MeterRegistry metrics) {
        if (config.acceptFor().compareTo(config.timeout()) >= 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "likeness.shutdown.accept-for=%s: must be less than likeness.shutdown.timeout=%s, or what is taken last is never finished",
                    config.acceptFor(),
                    config.timeout()));
        }
        this.config = config;
        this.vertx = vertx;
        this.told = told;
        Gauge.builder("likeness.shutting.down", this, s -> s.begun() ? 1 : 0)
                .description("1 from the moment on at which the process was told to end")
                .register(metrics);
    }

    /** Whether the process has been told to end. */
    public synchronized boolean begun() {
        return phase != Phase.SERVING;
    }

    /** @throws ShuttingDown when no new work is taken any more */
    public synchronized void takesNewWork() {
        if (phase.compareTo(Phase.REFUSING) >= 0) {
            throw new ShuttingDown(
                    String.format(
                            Locale.ROOT,
                            "This replica is shutting down; send the request again in %d s",
                            Math.max(1, config.retryAfter().toSeconds())),
                    config.retryAfter());
        }
    }

    /** Why a request is not begun any more that has waited for its turn. */
    public ShuttingDown notBegun() {
        return new ShuttingDown(
                String.format(
                        Locale.ROOT,
                        "This replica is shutting down and did not begin the request; nothing was charged, send it again in %d s",
                        Math.max(1, config.retryAfter().toSeconds())),
                config.retryAfter());
    }

    /** Something that the process does not end before. To be had at any time: what is refused needs an answer, too. */
    public synchronized Work work() {
        running++;
        return new Work();
    }

    /** The stream, which fails with {@link ShuttingDown}, its source cancelled, when the time for running work is over. */
    public <T> Multi<T> cutting(Multi<T> stream) {
        return stream.plug(source -> new Cut<>(source, this));
    }

    /** @return false when the time is over already */
    synchronized boolean remember(Cut.Cuttable work) {
        return phase.compareTo(Phase.CUTTING) < 0 && uncut.add(work);
    }

    synchronized void forget(Cut.Cuttable work) {
        uncut.remove(work);
    }

    ShuttingDown cutOff() {
        return new ShuttingDown(
                "This replica is shutting down and the pictures were not ready in time; nothing was charged, send the"
                        + " request again",
                config.retryAfter());
    }

    /**
     * Tells the process to end, when subscribed to. Comes once all work has ended, with true, or with false when some had
     * to be left undone. Later calls never come to anything.
     */
    public Uni<Boolean> begin() {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                if (ending != null) {
                    return;
                }
                ending = emitter;
                LOG.infof("Shutting down: %s requests are being answered", running);
            }
            told.fire(new ShutdownBegun());
            synchronized (this) {
                // In one step with readiness: whoever sees that it is false is refused from then on.
                phase = config.acceptFor().isZero() ? Phase.REFUSING : Phase.ACCEPTING;
            }
            after(config.acceptFor(), this::refuse);
            after(config.timeout(), this::cutAll);
        });
    }

    private void after(Duration wait, Runnable step) {
        if (wait.isZero()) {
            step.run();
        } else {
            vertx.setTimer(wait.toMillis(), timer -> step.run());
        }
    }

    private void refuse() {
        synchronized (this) {
            if (phase == Phase.ACCEPTING) {
                phase = Phase.REFUSING;
            }
        }
        endWhenIdle();
    }

    private void cutAll() {
        List<Cut.Cuttable> late;
        synchronized (this) {
            if (phase == Phase.OVER) {
                return;
            }
            phase = Phase.CUTTING;
            late = List.copyOf(uncut);
        }
        LOG.warnf(
                "Not all requests have ended within likeness.shutdown.timeout=%s: %s are answered 503",
                config.timeout(), late.size());
        late.forEach(work -> work.cut(cutOff()));
        after(LAST_WORDS, () -> end(false));
        endWhenIdle();
    }

    private void endWhenIdle() {
        boolean idle;
        synchronized (this) {
            idle = running == 0 && phase.compareTo(Phase.REFUSING) >= 0;
        }
        if (idle) {
            end(true);
        }
    }

    private void end(boolean allDone) {
        synchronized (this) {
            if (phase == Phase.OVER) {
                return;
            }
            phase = Phase.OVER;
            if (!allDone) {
                LOG.errorf("%s requests are left without an answer", running);
            }
        }
        ending.complete(allDone);
    }

    /** Work in progress. Closing it, once or often, says that it has ended and all of its answer has been sent. */
    public final class Work implements AutoCloseable {

        private final AtomicBoolean closed = new AtomicBoolean();

        private Work() {}

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                synchronized (Shutdown.this) {
                    running--;
                }
                endWhenIdle();
            }
        }
    }
}
