package dev.likeness.pose;

import dev.likeness.TestConfig;
import java.nio.file.Path;
import java.util.Map;

/** The configuration of the pose pass, as it is without a word of the operator's. */
final class Settings {

    private Settings() {}

    static PoseConfig defaults() {
        return of(Map.of());
    }

    static PoseConfig admitting(int running, int waitingThen) {
        return of(Map.of(
                "likeness.pose.concurrency", Integer.toString(running),
                "likeness.pose.waiting", Integer.toString(waitingThen)));
    }

    static PoseConfig format(String format) {
        return of(Map.of("likeness.pose.format", format));
    }

    static PoseConfig format(String format, Path model) {
        return of(Map.of("likeness.pose.format", format, "likeness.pose.model", model.toString()));
    }

    /** @param properties by their whole key */
    static PoseConfig of(Map<String, String> properties) {
        return TestConfig.of(PoseConfig.class, properties);
    }
}
