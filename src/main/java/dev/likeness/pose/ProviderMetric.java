package dev.likeness.pose;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/** What the networks run on beside what was wanted: a GPU that fell out shows here, and nowhere in an answer but in its time. */
@Startup
@ApplicationScoped
class ProviderMetric {

    private final Networks networks;

    ProviderMetric(PoseConfig config, Networks networks, MeterRegistry metrics) {
        this.networks = networks;
        for (PoseConfig.Provider provider : PoseConfig.Provider.values()) {
            if (provider != PoseConfig.Provider.AUTO) {
                Gauge.builder("likeness.pose.provider", this, metric -> metric.networks.runsOn(provider) ? 1 : 0)
                        .description("1 for what the pose and face networks run on")
                        .tag("provider", word(provider))
                        .tag("wanted", word(config.provider()))
                        .register(metrics);
            }
        }
    }

    private static String word(PoseConfig.Provider provider) {
        return provider.name().toLowerCase(Locale.ROOT);
    }
}
