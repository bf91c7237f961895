package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.TestConfig;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Our client before some servers, impatient so that tests do not wait; closing it also checks that nothing is left at any
 * server, neither a job nor a connection.
 */
final class Farm implements AutoCloseable {

    private final Vertx vertx;
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final List<FakeComfy> servers = new ArrayList<>();
    private final ComfyFarm farm;
    private final AtomicReference<Runnable> beforeNextPrompt = new AtomicReference<>();
    private boolean closed;

    /** @param more configuration as key, value, key, value; keys without their prefix */
    Farm(int count, String... more) {
        this(Vertx.vertx(), count, more);
    }

    /** One whose timers are counted. */
    Farm(CountedTimers timers, int count, String... more) {
        this(timers.vertx(), count, more);
    }

    private Farm(Vertx vertx, int count, String... more) {
        this.vertx = vertx;
        for (int i = 0; i < count; i++) {
            servers.add(FakeComfy.start());
        }
        Map<String, String> config = new HashMap<>();
        config.put("urls", servers.stream().map(FakeComfy::url).collect(Collectors.joining(",")));
        config.put("read-pose", "false");
        config.put("poll-interval", "20ms");
        config.put("silence-timeout", "100ms");
        config.put("ping-interval", "2s");
        config.put("lost-after", "2s");
        config.put("call-timeout", "2s");
        config.put("connect-timeout", "2s");
        config.put("cancel-timeout", "10s");
        config.put("probe-interval", "50ms");
        config.put("breaker-pause", "50ms");
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        ComfyConfig mapped = watched(TestConfig.of(
                ComfyConfig.class,
                config.entrySet().stream()
                        .collect(Collectors.toMap(e -> "likeness.comfyui." + e.getKey(), Map.Entry::getValue))));
        farm = new ComfyFarm(mapped, new Workflows(mapped, picture -> null), vertx, workers);
    }

    /** Once, when a job that has got its place is about to be begun there. */
    void beforeNextPrompt(Runnable task) {
        beforeNextPrompt.set(task);
    }

    /** The last that is asked for before a job's socket is opened is how long that may take. */
    private ComfyConfig watched(ComfyConfig config) {
        return (ComfyConfig) Proxy.newProxyInstance(
                ComfyConfig.class.getClassLoader(), new Class<?>[] {ComfyConfig.class}, (proxy, method, arguments) -> {
                    Runnable task = method.getName().equals("connectTimeout") ? beforeNextPrompt.getAndSet(null) : null;
                    if (task != null) {
                        task.run();
                    }
                    return method.invoke(config, arguments);
                });
    }

    /** Starts to look at the servers, which a test may have prepared. */
    Farm start() {
        farm.start();
        return this;
    }

    Farm started() {
        start();
        FakeComfy.await("the servers to be ready", () -> farm.condition().ready());
        return this;
    }

    FakeComfy server(int index) {
        return servers.get(index);
    }

    List<FakeComfy> servers() {
        return servers;
    }

    Vertx vertx() {
        return vertx;
    }

    Executor workers() {
        return workers;
    }

    ComfyFarm client() {
        return farm;
    }

    /** One that is running. */
    Run run(GenerationJob job) {
        return new Run(farm.generate(job));
    }

    /** All that happens to a job that goes well. */
    List<GenerationEvent> events(GenerationJob job) {
        Run run = run(job);
        run.awaitEnd();
        assertThat(run.failure()).isNull();
        return run.events();
    }

    List<GeneratedImage> images(GenerationJob job) {
        return events(job).stream()
                .filter(GeneratedImage.class::isInstance)
                .map(GeneratedImage.class::cast)
                .toList();
    }

    Throwable failure(GenerationJob job) {
        Run run = run(job);
        run.awaitEnd();
        assertThat(run.failure()).isNotNull();
        return run.failure();
    }

    /** Every server has nothing to do, for us or anybody. */
    void awaitIdle() {
        servers.forEach(FakeComfy::awaitIdle);
    }

    /** How often any server has accepted a prompt of ours. */
    int prompts() {
        return servers.stream()
                .mapToInt(server -> server.journal().prompts().size())
                .sum();
    }

    void closeClient() {
        if (!closed) {
            closed = true;
            farm.close();
        }
    }

    @Override
    public void close() throws InterruptedException {
        closeClient();
        for (FakeComfy server : servers) {
            assertThat(server.journal().foreignCancelled()).isEmpty();
            assertThat(server.journal().acceptedTwice()).isEmpty();
            FakeComfy.await("all connections to be closed", () -> server.openConnections() == 0);
            server.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
        workers.shutdownNow();
        assertThat(workers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
}
