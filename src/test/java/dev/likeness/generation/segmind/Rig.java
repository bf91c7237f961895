package dev.likeness.generation.segmind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.TestConfig;
import dev.likeness.faults.FaultProxy;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import dev.likeness.generation.JobTaken;
import dev.likeness.input.RemoteFiles;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** A fake upstream, and the backend's part that talks with it. */
final class Rig implements AutoCloseable {

    /** When a test gives up, not what is expected. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Named among the settings, with any value, it puts the proxy between the backend and the upstream. */
    static final String PROXIED = "proxied";

    final FakeUpstream fake;

    /** In front of it, for tests of faults on connections; other tests go past it. */
    final FaultProxy proxy;

    final Upstream upstream;
    private final ExecutorService workers = Executors.newFixedThreadPool(2);

    Rig(Vertx vertx, RemoteFiles elsewhere, String... settings) {
        fake = FakeUpstream.start(vertx);
        Map<String, String> properties = new HashMap<>(Map.of(
                "likeness.segmind.url", fake.url() + "/v1",
                "likeness.segmind.api-key", FakeUpstream.KEY,
                "likeness.segmind.poll-interval", "5ms",
                "likeness.segmind.poll-interval-most", "20ms",
                "likeness.segmind.probe-interval", "20ms",
                "likeness.segmind.breaker-failures", "1000"));
        proxy = FaultProxy.http(fake.port());
        if (List.of(settings).contains(PROXIED)) {
            fake.outputBase = "http://127.0.0.1:" + proxy.port();
            properties.put("likeness.segmind.url", fake.outputBase + "/v1");
        }
        for (int i = 0; i < settings.length; i += 2) {
            if (!settings[i].equals(PROXIED)) {
                properties.put("likeness.segmind." + settings[i], settings[i + 1]);
            }
        }
        upstream = new Upstream(
                TestConfig.of(SegmindConfig.class, properties), elsewhere, vertx, workers, Clock.systemUTC());
    }

    AssertSubscriber<GenerationEvent> begin(GenerationJob job) {
        return upstream.generate(job).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    List<GeneratedImage> images(GenerationJob job) {
        var events = begin(job).awaitCompletion(PATIENCE);
        assertThat(events.getItems().get(0)).isInstanceOf(JobTaken.class);
        return events.getItems().stream()
                .filter(GeneratedImage.class::isInstance)
                .map(GeneratedImage.class::cast)
                .toList();
    }

    /** Of a job that the upstream has not confirmed. */
    Throwable refusal(GenerationJob job) {
        var events = begin(job).awaitFailure(PATIENCE);
        assertThat(events.getItems()).isEmpty();
        return events.getFailure();
    }

    /** Of a job that it has. */
    Throwable failure(GenerationJob job) {
        var events = begin(job).awaitFailure(PATIENCE);
        assertThat(events.getItems().get(0)).isInstanceOf(JobTaken.class);
        return events.getFailure();
    }

    void awaitIdle() {
        until("all places are given back", () -> upstream.jobs() == 0);
    }

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("gave up waiting until " + what).isLessThan(end);
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        upstream.close();
        proxy.close();
        fake.close();
        workers.shutdown();
    }
}
