package dev.likeness.requests;

import dev.likeness.error.RetryLater;
import dev.likeness.error.StoreUnavailable;
import dev.likeness.flow.CharacterFlow;
import dev.likeness.shutdown.Shutdown;
import dev.likeness.shutdown.ShutdownBegun;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Takes requests out of the queue and has the flow work on them, so many at once and never more than are begun at once:
 * what waits, waits where every replica can take it.
 */
@ApplicationScoped
class RequestWorkers {

    private static final Logger LOG = Logger.getLogger(RequestWorkers.class);

    private static final long LOOK_EVERY_MILLIS = 1_000;

    /** A request whose backend was away is put back; this replica does not take it at once, and none for longer than this. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final RequestStore store;
    private final RequestMoney money;
    private final CharacterFlow flow;
    private final RequestsConfig config;
    private final Heartbeat heartbeat;
    private final QueueMetrics metrics;
    private final Shutdown shutdown;
    private final Vertx vertx;
    private final Map<UUID, Running> running = new ConcurrentHashMap<>();
    private final AtomicBoolean taking = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private volatile long pausedUntilNanos = System.nanoTime();
    private volatile boolean stopping;
    private volatile boolean storeAway;

    RequestWorkers(
            RequestStore store,
            RequestMoney money,
            CharacterFlow flow,
            RequestsConfig config,
            Heartbeat heartbeat,
            QueueMetrics metrics,
            Shutdown shutdown,
            Vertx vertx) {
        this.store = store;
        this.money = money;
        this.flow = flow;
        this.config = config;
        this.heartbeat = heartbeat;
        this.metrics = metrics;
        this.shutdown = shutdown;
        this.vertx = vertx;
    }

    private record Running(Turn turn, RequestRun run, Shutdown.Work work) {}

    /**
     * What runs may end, and goes back to the queue when it takes too long; what waits is for other replicas. Where there are
     * none, it fails.
     */
    void stop(@Observes ShutdownBegun begun) {
        stopping = true;
        store.closeQueue(shutdown.notBegun())
                .subscribe()
                .with(
                        turns -> turns.forEach(this::begin),
                        failure -> LOG.error("The queue could not be closed", failure));
    }

    /** Where a process is stopped without being told before. */
    void stop(@Observes ShutdownEvent over) {
        stopping = true;
    }

    void start(@Observes StartupEvent started) {
        store.changes().onQueued(this::take);
        vertx.setPeriodic(LOOK_EVERY_MILLIS, timer -> take());
    }

    private void take() {
        int room = config.workers() - running.size();
        if (stopping || room <= 0 || pausedUntilNanos - System.nanoTime() > 0) {
            return;
        }
        if (!taking.compareAndSet(false, true)) {
            again.set(true);
            return;
        }
        again.set(false);
        // After the store was away: first what runs here is said to run, so that it is not taken over from oneself.
        Uni<?> before = storeAway ? heartbeat.beaten() : Uni.createFrom().voidItem();
        before.chain(() -> store.take(room))
                .subscribe()
                .with(
                        turns -> {
                            storeIsThere();
                            turns.forEach(this::begin);
                            taken();
                        },
                        failure -> {
                            storeIsAway(failure);
                            taking.set(false);
                        });
    }

    private void taken() {
        taking.set(false);
        if (again.get()) {
            take();
        }
    }

    private void begin(Turn turn) {
        RequestRun run = new RequestRun(turn, store, money, flow, config, shutdown);
        Running before = running.put(turn.id(), new Running(turn, run, shutdown.work()));
        if (before != null) {
            before.run().stop(new Lost());
            before.work().close();
            heartbeat.letGo(before.turn());
        }
        heartbeat.hold(turn, run::stop);
        metrics.begun(turn);
        // A context of its own, as a request over HTTP has: log lines carry the request's id.
        VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()).runOnContext(begun -> {
            MDC.put("requestId", turn.id().toString());
            run.toItsEnd().subscribe().with(done -> ended(turn), failure -> broken(turn, failure));
        });
    }

    private void ended(Turn turn) {
        heartbeat.letGo(turn);
        Running current = running.get(turn.id());
        if (current != null && current.turn().equals(turn) && running.remove(turn.id(), current)) {
            current.work().close();
        }
        take();
    }

    private void broken(Turn turn, Throwable failure) {
        if (failure instanceof StoreUnavailable) {
            storeIsAway(failure);
        } else if (failure instanceof RetryLater later) {
            Duration pause = later.retryAfter().compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : later.retryAfter();
            pausedUntilNanos = System.nanoTime() + pause.toNanos();
        } else {
            LOG.error("A queued request could not be brought to its end here", failure);
        }
        ended(turn);
    }

    /** Told once, and not with every attempt. */
    private void storeIsAway(Throwable failure) {
        if (!storeAway) {
            storeAway = true;
            LOG.warnf("Requests cannot be taken from the queue at present: %s", failure.getMessage());
        }
    }

    private void storeIsThere() {
        if (storeAway) {
            storeAway = false;
            LOG.info("Requests are taken from the queue again");
        }
    }
}
