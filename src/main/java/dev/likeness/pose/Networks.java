package dev.likeness.pose;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The networks of this process: one environment, one session for each model, loaded once, on a worker, for the first that
 * needs them or, if the configuration says so, as soon as the service starts. Whoever comes while they are loaded waits
 * without holding a thread.
 */
@ApplicationScoped
class Networks {

    private static final Logger LOG = Logger.getLogger(Networks.class);

    /** Far more than a load takes; a worker that was ended before it began one never completes it. */
    private static final Duration LOADING_LIMIT = Duration.ofSeconds(10);

    private final PoseConfig config;
    private final Loader loader;
    private final PassElsewhere elsewhere;
    private final Executor workers;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Loaded> loading = new CompletableFuture<>();

    Networks(PoseConfig config, PassElsewhere elsewhere, @Identifier("workers") Executor workers) {
        this.config = config;
        this.loader = new Loader(PoseModel.of(config), FaceModel.of(config), Execution.choice(config));
        this.elsewhere = elsewhere;
        this.workers = workers;
    }

    /** All that is needed, ready to run. */
    record Loaded(PeopleFinder people, FaceDetector faces, Execution execution) {}

    /**
     * Networks that the operator chose are waited for, and so is the provider: one that is none, or is not there, fails the
     * start. Those shipped are what they are, and a processor is always there.
     */
    void onStart(@Observes StartupEvent event) {
        if (!atStart()) {
            return;
        }
        begin();
        if (failsTheStart()) {
            try {
                loading.join();
            } catch (CompletionException failed) {
                throw new IllegalStateException(failed.getCause().getMessage(), failed.getCause());
            }
        }
    }

    private boolean atStart() {
        return everNeeded() && (loader.mayFail() || config.load() == PoseConfig.Loading.START);
    }

    /** Whether networks that cannot be loaded end the process. */
    private boolean failsTheStart() {
        return atStart() && loader.mayFail();
    }

    private boolean everNeeded() {
        return !elsewhere.configured() || config.onFailure() == PoseConfig.OnFailure.LOCAL;
    }

    /** Both networks, as soon as they are loaded; fails with the reason when they cannot be. */
    Uni<Loaded> loaded() {
        begin();
        // A copy: cancelling one that waits must not cancel the loading for all.
        return Uni.createFrom().completionStage(() -> loading.copy());
    }

    enum State {
        NEVER_NEEDED,
        NOT_NEEDED_YET,
        LOADING,
        LOADED,
        /** For good; why stands in the log. */
        FAILED
    }

    State state() {
        if (loading.isDone()) {
            return loading.isCompletedExceptionally() ? State.FAILED : State.LOADED;
        }
        if (begun.get()) {
            return State.LOADING;
        }
        return everNeeded() ? State.NOT_NEEDED_YET : State.NEVER_NEEDED;
    }

    /** Whether pictures that need them can come: they are loaded, or will be for the first of those. */
    boolean ready() {
        return switch (state()) {
            case LOADED, NEVER_NEEDED -> true;
            case FAILED -> false;
            case LOADING, NOT_NEEDED_YET -> !atStart();
        };
    }

    private void begin() {
        if (begun.compareAndSet(false, true)) {
            workers.execute(this::load);
        }
    }

    private void load() {
        try {
            long start = System.nanoTime();
            Loaded loaded = loader.load(environment());
            LOG.infof(
                    "Pose and face networks loaded on %s in %s ms, %s threads each: %s",
                    loaded.execution(),
                    (System.nanoTime() - start) / 1_000_000,
                    loaded.execution().threads(),
                    loader);
            loading.complete(loaded);
        } catch (Throwable e) {
            if (!failsTheStart()) {
                LOG.error("No pose can be read: the networks are not loaded", e);
            }
            loading.completeExceptionally(e);
        }
    }

    /** Whether the networks are run on this provider, or will be: of a choice of several nobody knows before they are loaded. */
    boolean runsOn(PoseConfig.Provider provider) {
        if (state() == State.LOADED) {
            return loading.join().execution().provider() == provider;
        }
        return loader.only(provider);
    }

    /** Its first use loads the native libraries, which is why it must not happen while a native image is built. */
    private static OrtEnvironment environment() {
        try {
            return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "likeness");
        } catch (LinkageError | RuntimeException e) {
            throw new IllegalStateException(
                    "ONNX Runtime's native libraries cannot be loaded (" + rootOf(e)
                            + "): put libonnxruntime.so and libonnxruntime4j_jni.so of its linux-x64 jar into one folder and"
                            + " start with -Donnxruntime.native.path=<that folder>",
                    e);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }

    /** Waits for a load in progress: a process that exits while native code opens a network crashes. */
    @PreDestroy
    void close() {
        boolean loads = !begun.compareAndSet(false, true);
        if (loads) {
            loading.handle((loaded, failure) -> null)
                    .completeOnTimeout(null, LOADING_LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
        if (state() == State.LOADED) {
            Loaded networks = loading.join();
            networks.people().close();
            networks.faces().close();
        }
    }
}
