package dev.likeness.generation.comfyui;

import dev.likeness.generation.GenerationBackend;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import io.smallrye.mutiny.Multi;

/** A farm as the flow knows it. */
record FarmBackend(ComfyFarm farm) implements GenerationBackend {

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
        return farm.generate(job);
    }
}
