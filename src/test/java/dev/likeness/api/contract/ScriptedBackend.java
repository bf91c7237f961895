package dev.likeness.api.contract;

import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationBackend;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import dev.likeness.generation.PreviewFrame;
import dev.likeness.generation.Progress;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A backend that does what the prompt says, word by word, so that a request decides over HTTP what goes wrong: {@code
 * image}, {@code progress} and {@code preview} are sent, {@code wait} never ends, {@code hold} waits for the test, and any other last word is a failure.
 */
@ApplicationScoped
public class ScriptedBackend implements GenerationBackend {

    /** One runs and one waits. */
    public static final class Chosen implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "likeness.backend", "scripted",
                    "likeness.admission.running", "1",
                    "likeness.admission.waiting", "1",
                    "likeness.api.body-stall-timeout", "120s");
        }
    }

    /** One request of the queue runs, and beside it one of a caller who waits. */
    public static final class Queued implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "likeness.backend", "scripted",
                    "likeness.admission.running", "2",
                    "likeness.requests.workers", "1");
        }
    }

    /** Waiting is over soon. */
    public static final class Hurried implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("likeness.backend", "scripted", "likeness.generation.timeout", "500ms");
        }
    }

    private final AtomicInteger jobs = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private volatile UUID latest;
    private volatile CompletableFuture<Void> held = new CompletableFuture<>();

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public boolean needsPose() {
        return false;
    }

    /** Begun so far. */
    int jobs() {
        return jobs.get();
    }

    int cancelled() {
        return cancelled.get();
    }

    /** The job that was begun last. */
    UUID latest() {
        return latest;
    }

    /** The job that holds goes on. */
    void goOn() {
        held.complete(null);
    }

    @Override
    public Multi<GenerationEvent> generate(GenerationJob job) {
        return Multi.createFrom().deferred(() -> {
            latest = job.id();
            jobs.incrementAndGet();
            held = new CompletableFuture<>();
            AtomicInteger sample = new AtomicInteger();
            return Multi.createFrom()
                    .items(job.prompt().split(" "))
                    .onItem()
                    .transformToMultiAndConcatenate(word -> said(word, job, sample))
                    .onCancellation()
                    .invoke(cancelled::incrementAndGet);
        });
    }

    private Multi<GenerationEvent> said(String word, GenerationJob job, AtomicInteger sample) {
        return switch (word) {
            case "image" -> Multi.createFrom().item(image(job, sample.getAndIncrement()));
            case "large" ->
                Multi.createFrom().item(image(job, sample.getAndIncrement(), job.width() + 1, job.height()));
            case "text" ->
                Multi.createFrom()
                        .item(new GeneratedImage(
                                sample.getAndIncrement(), 0, new GeneratedImage.Encoded("no image".getBytes())));
            case "progress" -> Multi.createFrom().item(new Progress(sample.get(), 1, 2));
            case "preview" -> Multi.createFrom().item(new PreviewFrame(sample.get(), new byte[] {1, 2, 3}));
            case "wait" -> Multi.createFrom().nothing();
            case "hold" ->
                Multi.createFrom().completionStage(held).onItem().transformToMultiAndConcatenate(x -> Multi.createFrom()
                        .empty());
            case "end" -> Multi.createFrom().empty();
            case "fail" ->
                Multi.createFrom().failure(new dev.likeness.error.BackendFailed("The backend says no; try again"));
            case "unavailable" ->
                Multi.createFrom()
                        .failure(new dev.likeness.error.BackendUnavailable(
                                "No backend is there; try again", java.time.Duration.ofMillis(2_500)));
            case "throw" -> throw new IllegalStateException("hunter2 in com.example.Secret");
            case "break" -> Multi.createFrom().failure(new java.io.IOException("hunter2"));
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static GeneratedImage image(GenerationJob job, int sample) {
        return image(job, sample, job.width(), job.height());
    }

    private static GeneratedImage image(GenerationJob job, int sample, int width, int height) {
        return new GeneratedImage(
                sample, job.seedOf(sample), new GeneratedImage.Pixels(width, height, new int[width * height]));
    }
}
