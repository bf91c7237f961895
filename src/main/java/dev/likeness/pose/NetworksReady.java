package dev.likeness.pose;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * No traffic while the networks that were to be loaded at the start are not, nor once they turned out not to load: every
 * picture that needs them would fail. Networks that nobody has needed yet keep no traffic away; decision 9.
 */
@Readiness
@ApplicationScoped
class NetworksReady implements HealthCheck {

    private final Networks networks;

    NetworksReady(Networks networks) {
        this.networks = networks;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("pose and face networks")
                .status(networks.ready())
                .withData("networks", words(networks.state()))
                .build();
    }

    private static String words(Networks.State state) {
        return switch (state) {
            case NEVER_NEEDED -> "are not loaded: poses are read elsewhere";
            case NOT_NEEDED_YET -> "are loaded for the first picture that needs them";
            case LOADING -> "are being loaded";
            case LOADED -> "loaded";
            case FAILED -> "cannot be loaded: the log says why";
        };
    }
}
