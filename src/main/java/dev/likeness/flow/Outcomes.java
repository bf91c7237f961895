package dev.likeness.flow;

import dev.likeness.error.Failure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Counts how requests end. What has not happened yet is there from the start, as 0: a rate needs something to begin with. */
@Startup
@ApplicationScoped
class Outcomes {

    private final MeterRegistry metrics;

    /** Of the failures, those that a request can still come to once it has been checked. */
    private static final List<String> KNOWN = List.of(
            "completed",
            "cancelled",
            "invalid_image",
            "image_unreachable",
            "no_face",
            "no_person",
            "insufficient_credits",
            "overloaded",
            "store_unavailable",
            "backend_unavailable",
            "backend_failed",
            "backend_timeout",
            "internal");

    Outcomes(MeterRegistry metrics) {
        this.metrics = metrics;
        KNOWN.forEach(this::counter);
    }

    Multi<FlowEvent> counted(Multi<FlowEvent> events) {
        return events.onTermination().invoke((failure, cancelled) -> count(outcome(failure, cancelled)));
    }

    private void count(String outcome) {
        counter(outcome).increment();
    }

    private Counter counter(String outcome) {
        return Counter.builder("likeness.requests")
                .description("Requests for pictures by how they ended")
                .tag("outcome", outcome)
                .register(metrics);
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
