package dev.likeness.shutdown;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** No traffic from the moment on at which the process is told to end. */
@Readiness
@ApplicationScoped
class ShutdownReady implements HealthCheck {

    private final Shutdown shutdown;

    ShutdownReady(Shutdown shutdown) {
        this.shutdown = shutdown;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("not shutting down")
                .status(!shutdown.begun())
                .build();
    }
}
