package dev.likeness.flow;

import dev.likeness.generation.GenerationBackend;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The backends that the configuration names, in its order, out of all that there are. */
@Startup
@ApplicationScoped
class Backends {

    private final List<GenerationBackend> chain;

    Backends(FlowConfig config, @All List<GenerationBackend> known) {
        this.chain =
                config.backend().stream().map(name -> find(name.strip(), known)).toList();
        Set<String> names = new HashSet<>();
        for (GenerationBackend backend : chain) {
            if (!names.add(backend.name())) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "likeness.backend=%s: %s is named twice; name each backend once",
                        String.join(",", config.backend()),
                        backend.name()));
            }
        }
        chain.forEach(GenerationBackend::start);
    }

    private static GenerationBackend find(String name, List<GenerationBackend> known) {
        return known.stream()
                .filter(backend -> backend.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "likeness.backend=%s: there is no such backend; choose from %s",
                        name,
                        known.stream().map(GenerationBackend::name).sorted().collect(Collectors.joining(", ")))));
    }

    /** All, each of which stands in for those before it. */
    List<GenerationBackend> chain() {
        return chain;
    }

    /** The profiles that a request may name; each is one of at least one backend. */
    Set<String> profiles() {
        return chain.stream()
                .flatMap(backend -> backend.profiles().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Those that a job is offered to, one after the other: the ones that have its profile and are ready. Where none of them
     * is, those that are not, which can say themselves what they lack.
     */
    List<GenerationBackend> candidates(Optional<String> profile) {
        List<GenerationBackend> able = chain.stream()
                .filter(backend -> profile.isEmpty() || backend.profiles().contains(profile.get()))
                .toList();
        List<GenerationBackend> ready =
                able.stream().filter(backend -> backend.condition().ready()).toList();
        return ready.isEmpty() ? able : ready;
    }
}
