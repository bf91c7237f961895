package dev.likeness.generation.comfyui;

import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationBackend;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import io.smallrye.mutiny.Multi;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A farm as the flow knows it, and how many pictures it has made of each request. */
final class FarmBackend implements GenerationBackend {

    private final ComfyFarm farm;
    private final Map<UUID, Integer> made = new ConcurrentHashMap<>();

    FarmBackend(ComfyFarm farm) {
        this.farm = farm;
    }

    /** Whether or not anybody was there to see them. */
    int made(UUID request) {
        return made.getOrDefault(request, 0);
    }

    @Override
    public String name() {
        return "comfyui";
    }

    @Override
    public boolean needsPose() {
        return false;
    }

    @Override
    public Multi<GenerationEvent> generate(GenerationJob job) {
        return farm.generate(job).onItem().invoke(event -> {
            if (event instanceof GeneratedImage) {
                made.merge(job.id(), 1, Integer::sum);
            }
        });
    }
}
