package dev.likeness.generation.comfyui;

import dev.likeness.error.BackendUnavailable;
import dev.likeness.generation.BackendCondition;
import dev.likeness.generation.DimensionPlan;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import dev.likeness.generation.JobTaken;
import dev.likeness.remote.LooseEnds;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The servers and the jobs at them, from the start to the shutdown. */
final class ComfyFarm implements AutoCloseable {

    private final Workflows workflows;
    private final Executor workers;
    private final Toolbox tools;
    private final ServerPool pool;
    private final Probes probes;
    private final LooseEnds ends = new LooseEnds();
    private final Set<MultiEmitter<?>> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;
    private Cancellable probing;

    ComfyFarm(ComfyConfig config, Workflows workflows, Vertx vertx, Executor workers) {
        this.workflows = workflows;
        this.workers = workers;
        Discovery discovery = new Discovery(vertx, config);
        this.pool = new ServerPool(config);
        this.tools = new Toolbox(vertx, config);
        Function<ComfyServer, Uni<Void>> warmUp = config.warmUp()
                ? new WarmUp(workflows.enabled().get(0), tools)::at
                : server -> Uni.createFrom().voidItem();
        this.probes = new Probes(discovery, new Preflight(workflows.enabled()), pool, tools, warmUp);
    }

    void start() {
        probing = probes.start();
    }

    Set<String> profiles() {
        return workflows.profiles();
    }

    BackendCondition condition() {
        return pool.condition(workflows.enabled().stream().map(Preflight::key).toList());
    }

    /** Samples that are at a server, whether or not anybody still waits for them, or wait for one. */
    int jobs() {
        return pool.jobs();
    }

    Multi<GenerationEvent> generate(GenerationJob job) {
        return Multi.createFrom().<GenerationEvent>emitter(emitter -> {
            running.add(emitter);
            var samples =
                    samples(job).subscribe().with(event -> pass(event, emitter), emitter::fail, emitter::complete);
            emitter.onTermination(() -> {
                running.remove(emitter);
                samples.cancel();
            });
            if (closing) {
                emitter.fail(stopped());
            }
        });
    }

    /** Previews that nobody has asked for yet are left out, so that a slow reader costs no memory; pictures never are. */
    private static void pass(GenerationEvent event, MultiEmitter<? super GenerationEvent> emitter) {
        if (event instanceof GeneratedImage || event instanceof JobTaken || emitter.requested() > 0) {
            emitter.emit(event);
        }
    }

    private Multi<GenerationEvent> samples(GenerationJob job) {
        Workflow workflow = workflows.find(job.profile(), job.skeleton().isPresent());
        DimensionPlan plan = workflow.dimensions(job.width(), job.height());
        JobImages images = new JobImages(job, workflow, plan, workers);
        List<Multi<GenerationEvent>> samples = IntStream.range(0, job.samples())
                .mapToObj(sample -> new SampleOrder(job, sample, workflow, plan, images))
                .map(order -> new Sampling(order, pool, tools, ends).events())
                .toList();
        return Multi.createBy().merging().streams(samples);
    }

    private static BackendUnavailable stopped() {
        return new BackendUnavailable("The service is being stopped; try again in 5 s", Duration.ofSeconds(5));
    }

    /** Cancels what is left and waits until the servers have let go of it. */
    @Override
    public void close() {
        closing = true;
        probing.cancel();
        running.forEach(emitter -> emitter.fail(stopped()));
        ends.awaitAll("Servers");
        tools.close();
    }
}
