package dev.likeness.output;

import dev.likeness.TestConfig;
import java.util.Map;

/** The encoder, for tests of those who use it. */
public final class TestOutput {

    private static final OutputConfig DEFAULTS = TestConfig.of(OutputConfig.class, Map.of());

    private TestOutput() {}

    public static ImageEncoder encoder() {
        return new ImageEncoder(DEFAULTS);
    }
}
