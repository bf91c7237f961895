package dev.likeness.api;

import dev.likeness.flow.FlowEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers of a billed answer. */
final class BillingHeaders {

    private BillingHeaders() {}

    static Map<String, String> of(FlowEvent.Accepted accepted, FlowEvent.Taken taken, Duration generationTime) {
        Map<String, String> headers = of(accepted);
        headers.put("x-backend", taken.backend());
        headers.put("x-generation-time", seconds(generationTime).toPlainString());
        return headers;
    }

    /** As long as nobody knows who will do it and how long it will take. */
    static Map<String, String> of(FlowEvent.Accepted accepted) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-cost", plain(accepted.cost()).toPlainString());
        headers.put("x-remaining-credits", plain(accepted.remainingCredits()).toPlainString());
        headers.put("x-seed-value", Long.toString(accepted.seed()));
        return headers;
    }

    /** 12.50 is 12.5, and 1E+1 is 10. */
    static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** To the millisecond. */
    static BigDecimal seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3);
    }
}
