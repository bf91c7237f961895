package dev.likeness.flow;

import dev.likeness.generation.GenerationBackend;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;

/** The backend that the configuration names, out of all that there are. */
@Startup
@ApplicationScoped
class Backends {

    private final GenerationBackend chosen;

    Backends(FlowConfig config, @All List<GenerationBackend> known) {
        this.chosen = known.stream()
                .filter(backend -> backend.name().equals(config.backend()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("likeness.backend=%s: there is no such backend; choose from %s"
                                .formatted(
                                        config.backend(),
                                        known.stream()
                                                .map(GenerationBackend::name)
                                                .sorted()
                                                .collect(Collectors.joining(", ")))));
        chosen.start();
    }

    GenerationBackend chosen() {
        return chosen;
    }
}
