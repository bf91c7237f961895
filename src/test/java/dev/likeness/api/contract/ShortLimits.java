package dev.likeness.api.contract;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service that waits for slow callers for seconds only. */
public final class ShortLimits implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "likeness.api.head-timeout", "2s",
                "likeness.api.idle-timeout", "3s",
                "likeness.api.body-stall-timeout", "2s",
                "likeness.api.min-rate-after", "3s",
                "likeness.api.answer-stall-timeout", "2s",
                "likeness.api.max-bodies-in-flight", "8M");
    }
}
