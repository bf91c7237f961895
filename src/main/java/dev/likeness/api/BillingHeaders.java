package dev.likeness.api;

import dev.likeness.flow.FlowEvent;
import dev.likeness.requests.Figures;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers of a billed answer. */
final class BillingHeaders {

    private BillingHeaders() {}

    static Map<String, String> of(FlowEvent.Accepted accepted, FlowEvent.Taken taken, Duration generationTime) {
        Map<String, String> headers = of(accepted);
        headers.put("x-backend", taken.backend());
        headers.put("x-generation-time", Figures.seconds(generationTime).toPlainString());
        return headers;
    }

    /** As long as nobody knows who will do it and how long it will take. */
    static Map<String, String> of(FlowEvent.Accepted accepted) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-cost", Figures.plain(accepted.cost()).toPlainString());
        headers.put(
                "x-remaining-credits",
                Figures.plain(accepted.remainingCredits()).toPlainString());
        headers.put("x-seed-value", Long.toString(accepted.seed()));
        return headers;
    }
}
