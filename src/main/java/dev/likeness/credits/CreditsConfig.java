package dev.likeness.credits;

import java.math.BigDecimal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.PositiveOrZero;

/** What pictures cost. */
@ConfigMapping(prefix = "likeness.credits")
interface CreditsConfig {

    /** Credits for one picture; decimal, 0 makes them free. */
    @WithDefault("1")
    @PositiveOrZero
    BigDecimal costPerImage();
}
