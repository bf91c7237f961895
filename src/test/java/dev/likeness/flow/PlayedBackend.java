package dev.likeness.flow;

import dev.likeness.generation.BackendCondition;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationBackend;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A backend whose part the test plays. */
final class PlayedBackend implements GenerationBackend {

    /** A job that was begun. */
    record Begun(GenerationJob job, MultiEmitter<? super GenerationEvent> says) {

        void image(int sample) {
            says.emit(new GeneratedImage(
                    sample,
                    job.seedOf(sample),
                    new GeneratedImage.Pixels(job.width(), job.height(), new int[job.width() * job.height()])));
        }
    }

    final List<Begun> begun = new CopyOnWriteArrayList<>();
    private final String name;
    private final boolean needsPose;
    private final Set<String> profiles;
    volatile boolean ready = true;
    boolean readsPictures;

    PlayedBackend() {
        this(false);
    }

    PlayedBackend(boolean needsPose) {
        this("played", needsPose);
    }

    PlayedBackend(String name, boolean needsPose, String... profiles) {
        this.name = name;
        this.needsPose = needsPose;
        this.profiles = Set.of(profiles);
    }

    @Override
    public boolean readsPictures() {
        return readsPictures;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> profiles() {
        return profiles;
    }

    @Override
    public BackendCondition condition() {
        return ready ? BackendCondition.READY : new BackendCondition(false, Map.of("stage", "is being built"));
    }

    @Override
    public boolean needsPose() {
        return needsPose;
    }

    @Override
    public Multi<GenerationEvent> generate(GenerationJob job) {
        return Multi.createFrom().emitter(emitter -> begun.add(new Begun(job, emitter)));
    }
}
