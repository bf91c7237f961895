package dev.likeness.credits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;

/** Counts the credits that this process has moved. */
final class CreditMetrics {

    private final Counter reserved;
    private final Counter settled;
    private final Counter released;

    CreditMetrics(MeterRegistry metrics) {
        this.reserved = counter(metrics, "reserved", "Credits set aside for requests");
        this.settled = counter(metrics, "settled", "Credits spent on delivered pictures");
        this.released = counter(metrics, "released", "Credits given back");
    }

    private static Counter counter(MeterRegistry metrics, String verb, String description) {
        return Counter.builder("likeness.credits." + verb)
                .description(description)
                .register(metrics);
    }

    void reserved(BigDecimal amount) {
        reserved.increment(amount.doubleValue());
    }

    void settled(BigDecimal amount) {
        settled.increment(amount.doubleValue());
    }

    void released(BigDecimal amount) {
        released.increment(amount.doubleValue());
    }
}
