package dev.likeness.flow;

import dev.likeness.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Times the stages that a request passes through, and puts a span around each. */
@Startup
@ApplicationScoped
class Stages {

    enum Stage {
        INPUT,
        POSE,
        WAIT,
        GENERATE,
        ENCODE
    }

    private final MeterRegistry metrics;
    private final Traces traces;
    private final Map<Stage, Timer> timers = new EnumMap<>(Stage.class);

    Stages(MeterRegistry metrics, Traces traces) {
        this.traces = traces;
        this.metrics = metrics;
        for (Stage stage : Stage.values()) {
            timers.put(stage, timer(stage));
        }
    }

    <T> Uni<T> timed(Stage stage, Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Timer.Sample started = Timer.start(metrics);
            return traces.around(name(stage), work).onTermination().invoke(() -> started.stop(timer(stage)));
        });
    }

    /** A stage that is no single Uni: to be stopped, once. */
    Running start(Stage stage) {
        return new Running(stage, Timer.start(metrics), traces.stage(name(stage)));
    }

    private static String name(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    final class Running {

        private final Stage stage;
        private final Timer.Sample started;
        private final Traces.Activity activity;

        private Running(Stage stage, Timer.Sample started, Traces.Activity activity) {
            this.stage = stage;
            this.started = started;
            this.activity = activity;
        }

        void stop(Throwable failure, boolean cancelled) {
            started.stop(timers.get(stage));
            activity.end(failure, cancelled);
        }
    }

    /** Buckets from 50 ms, a preview, to 120 s, a large picture of a busy GPU. */
    private Timer timer(Stage stage) {
        return Timer.builder("likeness.stage")
                .description("Time that requests spend in a stage")
                .tag("stage", name(stage))
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(2500),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(120))
                .register(metrics);
    }
}
