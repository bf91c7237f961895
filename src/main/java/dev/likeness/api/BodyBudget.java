package dev.likeness.api;

import dev.likeness.error.Overloaded;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of request bodies that are in memory at once, however many requests they belong to. */
@Startup
@ApplicationScoped
class BodyBudget {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    BodyBudget(ApiConfig config, MeterRegistry metrics) {
        this.limit = config.maxBodiesInFlight()
                .map(MemorySize::asLongValue)
                .orElse(Runtime.getRuntime().maxMemory() / 3);
        Gauge.builder("likeness.bodies", taken, AtomicLong::get)
                .description("Request bodies in memory")
                .baseUnit("bytes")
                .register(metrics);
    }

    Share share() {
        return new Share();
    }

    /** What one request has taken. Not for use by several threads at once, save for closing it, once or often. */
    final class Share implements AutoCloseable {

        private final AtomicLong mine = new AtomicLong();

        /** @throws Overloaded when the budget is used up */
        void take(long bytes) {
            if (taken.addAndGet(bytes) > limit) {
                taken.addAndGet(-bytes);
                throw new Overloaded(
                        "The requests in progress take up all memory there is for them; try again shortly",
                        RETRY_AFTER);
            }
            mine.addAndGet(bytes);
        }

        @Override
        public void close() {
            taken.addAndGet(-mine.getAndSet(0));
        }
    }
}
