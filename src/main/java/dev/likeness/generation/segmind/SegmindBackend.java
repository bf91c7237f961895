package dev.likeness.generation.segmind;

import dev.likeness.generation.BackendCondition;
import dev.likeness.generation.GenerationBackend;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import dev.likeness.input.RemoteFiles;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/** Has the hosted API, or another Likeness, make the pictures. Nothing of it is checked or contacted unless it is named. */
@ApplicationScoped
public class SegmindBackend implements GenerationBackend {

    private final SegmindConfig config;
    private final RemoteFiles elsewhere;
    private final Vertx vertx;
    private final Executor workers;
    private final Clock clock;
    private final MeterRegistry metrics;
    private volatile Upstream upstream;

    SegmindBackend(
            SegmindConfig config,
            RemoteFiles elsewhere,
            Vertx vertx,
            @Identifier("workers") Executor workers,
            Clock clock,
            MeterRegistry metrics) {
        this.config = config;
        this.elsewhere = elsewhere;
        this.vertx = vertx;
        this.workers = workers;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "segmind";
    }

    /** The upstream reads them itself, and is not asked by the rules of our own networks. */
    @Override
    public boolean needsPose() {
        return false;
    }

    @Override
    public Set<String> profiles() {
        return config.likeness() ? new LinkedHashSet<>(config.profiles().orElse(List.of())) : Set.of();
    }

    @Override
    public void start() {
        if (!config.likeness() && config.profiles().isPresent()) {
            throw new IllegalArgumentException(
                    "likeness.segmind.profiles: only another Likeness has profiles; set likeness.segmind.likeness=true too");
        }
        upstream = new Upstream(config, elsewhere, vertx, workers, clock);
        upstream.start();
        Gauge.builder("likeness.segmind.credits", upstream, Upstream::credits)
                .description("Credits that this service has left at the upstream")
                .register(metrics);
        Gauge.builder("likeness.segmind.jobs", upstream, Upstream::jobs)
                .description("Jobs that are at the upstream")
                .register(metrics);
    }

    @Override
    public BackendCondition condition() {
        return upstream.condition();
    }

    @Override
    public Multi<GenerationEvent> generate(GenerationJob job) {
        return upstream.generate(job);
    }

    /** Before Vert.x is closed, since cancelling what is left takes requests. */
    void stop(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent event) {
        if (upstream != null) {
            upstream.close();
        }
    }
}
