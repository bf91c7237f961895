package dev.likeness;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The registry of metrics outlives an application of the tests. What is in it goes with each, or the gauges of the next one
 * would show the beans of the one before.
 */
@ApplicationScoped
class FreshMetrics {

    void clear(@Observes ShutdownEvent ended) {
        Metrics.globalRegistry.clear();
    }
}
