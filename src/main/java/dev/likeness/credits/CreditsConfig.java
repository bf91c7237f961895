package dev.likeness.credits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;

/** What pictures cost. */
@ConfigMapping(prefix = "likeness.credits")
public interface CreditsConfig {

    /** Credits for one picture; decimal, 0 makes them free. */
    @WithDefault("1")
    @PositiveOrZero BigDecimal costPerImage();
}
