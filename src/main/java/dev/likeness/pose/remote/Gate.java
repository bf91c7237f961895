package dev.likeness.pose.remote;

import dev.likeness.breaker.Breaker;
import dev.likeness.error.InvalidRequest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.util.Locale;
import org.jboss.logging.Logger;

/** Lets calls through for as long as they succeed, counts them, and tells the log when that changes. */
final class Gate {

    private static final Logger LOG = Logger.getLogger(Gate.class);

    /**
     * A trial is one picture that is late and read otherwise, while one that is not made leaves a deployment idle that is well
     * again; so they come more often than at backends, where a trial is a whole job.
     */
    private static final int MOST_PAUSES = 4;

    private enum Outcome {
        ANSWERED,
        FAILED,
        KEPT_AWAY,
        CANCELLED
    }

    private final MeterRegistry metrics;
    /** Guarded by this, as is {@link #troubled}. */
    private final Breaker breaker;

    private boolean troubled;

    Gate(RemotePassConfig config, MeterRegistry metrics) {
        this.metrics = metrics;
        this.breaker = new Breaker(config.breakerFailures(), config.breakerPause(), MOST_PAUSES, System::nanoTime);
        Gauge.builder("likeness.pose.remote.open", this, gate -> gate.isOpen() ? 1 : 0)
                .description("1 while the deployment that reads poses is not asked because it failed again and again")
                .register(metrics);
        for (Outcome outcome : Outcome.values()) {
            calls(outcome);
        }
    }

    private Counter calls(Outcome outcome) {
        return Counter.builder("likeness.pose.remote.calls")
                .description("Pictures for the deployment that reads poses, by how that ended")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(metrics);
    }

    /** The call's own result; fails with a {@link Fault} at once while none is let through. */
    <T> Uni<T> through(Uni<T> call) {
        return Uni.createFrom().deferred(() -> {
            if (!enters()) {
                calls(Outcome.KEPT_AWAY).increment();
                return Uni.createFrom().failure(Fault.lasting("is not asked for a while"));
            }
            return call.onTermination().invoke(this::ended);
        });
    }

    private synchronized boolean enters() {
        boolean permitted = breaker.permits();
        if (permitted) {
            breaker.tried();
        }
        return permitted;
    }

    private synchronized void ended(Object item, Throwable failure, boolean cancelled) {
        if (cancelled) {
            breaker.undecided();
            calls(Outcome.CANCELLED).increment();
        } else if (failure == null || failure instanceof InvalidRequest) {
            breaker.succeeded();
            calls(Outcome.ANSWERED).increment();
            if (troubled) {
                LOG.info("The deployment that reads poses does so again");
                troubled = false;
            }
        } else {
            breaker.failed();
            calls(Outcome.FAILED).increment();
            if (!troubled) {
                LOG.warnf("The deployment that reads poses %s", words(failure));
                troubled = true;
            }
        }
    }

    private static String words(Throwable failure) {
        return failure.getCause() == null
                ? failure.getMessage()
                : failure.getMessage() + " (" + failure.getCause() + ")";
    }

    private synchronized boolean isOpen() {
        return !breaker.closed();
    }
}
