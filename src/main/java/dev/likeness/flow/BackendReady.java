package dev.likeness.flow;

import dev.likeness.generation.BackendCondition;
import dev.likeness.generation.GenerationBackend;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** No traffic before a backend can take jobs; what keeps each of them from that is named. */
@Readiness
@ApplicationScoped
class BackendReady implements HealthCheck {

    private final List<GenerationBackend> chain;

    BackendReady(Backends backends) {
        this.chain = backends.chain();
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named(
                "backend " + chain.stream().map(GenerationBackend::name).collect(Collectors.joining(", ")));
        boolean ready = false;
        for (GenerationBackend backend : chain) {
            BackendCondition condition = backend.condition();
            ready |= condition.ready();
            told(backend, condition).forEach(response::withData);
        }
        return response.status(ready).build();
    }

    /** Where there are several, each one's remarks are under its name. */
    private Map<String, String> told(GenerationBackend backend, BackendCondition condition) {
        if (chain.size() == 1) {
            return condition.remarks();
        }
        Map<String, String> told = new TreeMap<>();
        told.put(backend.name(), condition.ready() ? "ready" : "not ready");
        condition.remarks().forEach((part, remark) -> told.put(backend.name() + ": " + part, remark));
        return told;
    }
}
