package dev.likeness.output;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How finished pictures are written. */
@ConfigMapping(prefix = "likeness.output")
public interface OutputConfig {

    /** Most bytes that one finished picture may have as a file; a backend that sends more has failed. */
    @WithDefault("64M")
    MemorySize maxImageBytes();
}
