package dev.likeness.flow;

import dev.likeness.error.Failure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts how requests end. */
@ApplicationScoped
class Outcomes {

    private final MeterRegistry metrics;

    Outcomes(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    Multi<FlowEvent> counted(Multi<FlowEvent> events) {
        return events.onTermination().invoke((failure, cancelled) -> count(outcome(failure, cancelled)));
    }

    private void count(String outcome) {
        Counter.builder("likeness.requests")
                .description("Requests for pictures by how they ended")
                .tag("outcome", outcome)
                .register(metrics)
                .increment();
    }

    private static String outcome(Throwable failure, boolean cancelled) {
        if (cancelled) {
            return "cancelled";
        }
        if (failure == null) {
            return "completed";
        }
        return failure instanceof Failure known ? known.code() : "internal";
    }
}
