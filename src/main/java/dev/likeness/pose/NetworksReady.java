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
    private final PoseConfig config;

    NetworksReady(Networks networks, PoseConfig config) {
        this.networks = networks;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        Networks.State state = networks.state();
        boolean ready = state == Networks.State.LOADED
                || state != Networks.State.FAILED && config.load() == PoseConfig.Loading.FIRST_USE;
        return HealthCheckResponse.named("pose and face networks")
                .status(ready)
                .withData("networks", words(state))
                .build();
    }

    private static String words(Networks.State state) {
        return switch (state) {
            case NOT_NEEDED_YET -> "are loaded for the first picture that needs them";
            case LOADING -> "are being loaded";
            case LOADED -> "loaded";
            case FAILED -> "cannot be loaded: the log says why";
        };
    }
}
