package dev.likeness.generation.preview;

import dev.likeness.generation.*;
import io.smallrye.mutiny.Multi;

@jakarta.enterprise.context.ApplicationScoped
class StubB implements GenerationBackend {
    public String name() {
        return "preview";
    }

    public boolean needsPose() {
        return true;
    }

    public Multi<GenerationEvent> generate(GenerationJob job) {
        return Multi.createFrom().empty();
    }
}
