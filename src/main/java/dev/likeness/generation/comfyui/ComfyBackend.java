package dev.likeness.generation.comfyui;

import dev.likeness.generation.BackendCondition;
import dev.likeness.generation.GenerationBackend;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.inject.Instance;
import java.util.Set;
import java.util.concurrent.Executor;

/** Generates with ComfyUI servers. Nothing of it exists, is checked or is contacted unless the configuration names it. */
@ApplicationScoped
public class ComfyBackend implements GenerationBackend {

    private final ComfyConfig config;
    private final Instance<Workflows> workflows;
    private final Vertx vertx;
    private final Executor workers;
    private volatile ComfyFarm farm;

    ComfyBackend(
            ComfyConfig config, Instance<Workflows> workflows, Vertx vertx, @Identifier("workers") Executor workers) {
        this.config = config;
        this.workflows = workflows;
        this.vertx = vertx;
        this.workers = workers;
    }

    @Override
    public String name() {
        return "comfyui";
    }

    @Override
    public boolean needsPose() {
        return config.readPose();
    }

    @Override
    public boolean readsPictures() {
        return true;
    }

    @Override
    public Set<String> profiles() {
        return farm.profiles();
    }

    @Override
    public void start() {
        farm = new ComfyFarm(config, workflows.get(), vertx, workers);
        farm.start();
    }

    @Override
    public BackendCondition condition() {
        return farm.condition();
    }

    @Override
    public Multi<GenerationEvent> generate(GenerationJob job) {
        return farm.generate(job);
    }

    /** Before Vert.x is closed, since cancelling what is left takes requests. */
    void stop(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent event) {
        if (farm != null) {
            farm.close();
        }
    }
}
