package dev.likeness.flow;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** No traffic before the backend can take jobs; what keeps it from that is named. */
@Readiness
@ApplicationScoped
class BackendReady implements HealthCheck {

    private final Backends backends;

    BackendReady(Backends backends) {
        this.backends = backends;
    }

    @Override
    public HealthCheckResponse call() {
        var backend = backends.chosen();
        var condition = backend.condition();
        var response = HealthCheckResponse.named("backend " + backend.name()).status(condition.ready());
        condition.remarks().forEach(response::withData);
        return response.build();
    }
}
