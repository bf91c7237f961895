package dev.likeness.requests;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How the queue is, of all replicas together, and what this one takes from it. */
@ApplicationScoped
class QueueMetrics {

    private static final long LOOK_EVERY_MILLIS = 5_000;

    private final RequestStore store;
    private final MeterRegistry metrics;
    private volatile QueueState state = new QueueState(0, 0, Duration.ZERO);

    QueueMetrics(RequestStore store, MeterRegistry metrics) {
        this.store = store;
        this.metrics = metrics;
        Gauge.builder("likeness.queue.waiting", () -> state.depth())
                .description("Requests in the queue, of all replicas together")
                .register(metrics);
        Gauge.builder("likeness.queue.running", () -> state.running())
                .description("Requests taken out of the queue and not yet at their end, of all replicas together")
                .register(metrics);
        TimeGauge.builder("likeness.queue.oldest", () -> state.oldest().toMillis(), TimeUnit.MILLISECONDS)
                .description("How long the request at the head of the queue has waited")
                .register(metrics);
    }

    void start(@Observes StartupEvent started, Vertx vertx) {
        vertx.setPeriodic(LOOK_EVERY_MILLIS, timer -> look());
    }

    private void look() {
        store.queue().subscribe().with(seen -> state = seen, away -> {});
    }

    void begun(Turn turn) {
        Counter.builder("likeness.queue.taken")
                .description("Requests taken out of the queue by this replica, by what was left to do and attempt")
                .tag("duty", turn.duty().name().toLowerCase(java.util.Locale.ROOT))
                .tag("attempt", Integer.toString(turn.attempt()))
                .register(metrics)
                .increment();
    }
}
