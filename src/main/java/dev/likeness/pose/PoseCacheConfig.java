package dev.likeness.pose;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.PositiveOrZero;

/** What is kept of pictures that were read, so that none is read twice. The pictures themselves are not kept. */
@ConfigMapping(prefix = "likeness.pose.cache")
public interface PoseCacheConfig {

    /** Pictures whose skeleton is remembered, and as many whose faces are; about 2 KB each. 0 remembers nothing. */
    @WithDefault("1000")
    @PositiveOrZero int entries();
}
