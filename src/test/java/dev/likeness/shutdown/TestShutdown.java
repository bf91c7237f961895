package dev.likeness.shutdown;

import dev.likeness.TestConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;

/** For tests of those who ask whether the process ends. */
public final class TestShutdown {

    private TestShutdown() {}

    /** One that never begins. */
    public static Shutdown never() {
        return new Shutdown(
                TestConfig.of(ShutdownConfig.class, Map.of()), null, new Told(List.of()), new SimpleMeterRegistry());
    }
}
