package dev.likeness.pose;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** The configuration as it is read, with the defaults for what a test does not say. */
final class Settings {

    private static final int ABOVE_DEFAULTS = 100;

    private Settings() {}

    static PoseConfig defaults() {
        return with();
    }

    /** @param keysAndValues each key without {@code likeness.pose.}, and its value */
    static PoseConfig with(String... keysAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put("likeness.pose." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PoseConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", ABOVE_DEFAULTS))
                .build()
                .getConfigMapping(PoseConfig.class);
    }

    static PoseConfig admitting(int running, int waiting) {
        return with("concurrency", "" + running, "waiting", "" + waiting);
    }
}
