package dev.likeness.flow;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Times the stages that a request passes through. */
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
    private final Map<Stage, Timer> timers = new EnumMap<>(Stage.class);

    Stages(MeterRegistry metrics) {
        this.metrics = metrics;
        for (Stage stage : Stage.values()) {
            timers.put(stage, timer(stage));
        }
    }

    <T> Uni<T> timed(Stage stage, Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            var started = start();
            return work.onTermination().invoke(() -> stop(stage, started));
        });
    }

    Timer.Sample start() {
        return Timer.start(metrics);
    }

    void stop(Stage stage, Timer.Sample started) {
        started.stop(timers.get(stage));
    }

    /** Buckets from 50 ms, a preview, to 120 s, a large picture of a busy GPU. */
    private Timer timer(Stage stage) {
        return Timer.builder("likeness.stage")
                .description("Time that requests spend in a stage")
                .tag("stage", stage.name().toLowerCase(Locale.ROOT))
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
