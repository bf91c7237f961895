package dev.likeness.requests;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What becomes of webhooks here, and how many are still to be called, of all replicas together. */
@ApplicationScoped
class WebhookMetrics {

    private static final long LOOK_EVERY_MILLIS = 5_000;

    private final Counter delivered;
    private final Counter retried;
    private final Counter givenUp;
    private final RequestStore store;
    private volatile long waiting;

    WebhookMetrics(RequestStore store, MeterRegistry metrics) {
        this.store = store;
        this.delivered = counter(metrics, "delivered");
        this.retried = counter(metrics, "retried");
        this.givenUp = counter(metrics, "given_up");
        Gauge.builder("likeness.webhooks.waiting", () -> waiting)
                .description("Webhooks that are still to be called, of all replicas together")
                .register(metrics);
    }

    private static Counter counter(MeterRegistry metrics, String outcome) {
        return Counter.builder("likeness.webhooks")
                .description("Attempts to call a webhook, by what came of them: delivered, to be retried, or given up")
                .tag("outcome", outcome)
                .register(metrics);
    }

    void start(@Observes StartupEvent started, Vertx vertx) {
        vertx.setPeriodic(LOOK_EVERY_MILLIS, timer -> look());
    }

    void delivered() {
        delivered.increment();
    }

    void retried() {
        retried.increment();
    }

    void givenUp() {
        givenUp.increment();
    }

    private void look() {
        store.hooks().waiting().subscribe().with(seen -> waiting = seen, away -> {});
    }
}
