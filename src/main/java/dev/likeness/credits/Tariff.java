package dev.likeness.credits;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;

/** Says what a request costs. */
@ApplicationScoped
public class Tariff {

    private final BigDecimal costPerImage;

    Tariff(CreditsConfig config) {
        this.costPerImage = config.costPerImage();
    }

    public BigDecimal costOf(int samples) {
        return costPerImage.multiply(BigDecimal.valueOf(samples));
    }
}
