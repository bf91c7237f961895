package dev.likeness.pose;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** No traffic before poses can be read: the first request would wait for the loading. */
@Readiness
@ApplicationScoped
class NetworksReady implements HealthCheck {

    private final Networks networks;

    NetworksReady(Networks networks) {
        this.networks = networks;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("pose and face networks loaded")
                .status(networks.ready())
                .build();
    }
}
