package dev.likeness.api.contract;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service with so little room that its limits can be met. */
public final class TightLimits implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "likeness.admission.running", "1",
                "likeness.admission.waiting", "0",
                "likeness.admission.retry-after", "9s",
                "likeness.api.body-stall-timeout", "2s",
                "likeness.auth.rate-limit.requests-per-minute", "60",
                "likeness.auth.rate-limit.burst", "150");
    }
}
