package dev.likeness.requests;

import java.math.BigDecimal;
import java.time.Duration;

/** Numbers as they are told. */
public final class Figures {

    private Figures() {}

    /** 12.50 is 12.5, and 1E+1 is 10. */
    public static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** To the millisecond. */
    public static BigDecimal seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3);
    }
}
