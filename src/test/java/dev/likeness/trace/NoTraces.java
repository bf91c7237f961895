package dev.likeness.trace;

import io.opentelemetry.api.OpenTelemetry;

/** Tracing as it is unless somebody switches it on. */
public final class NoTraces {

    private NoTraces() {}

    public static Traces made() {
        return new Traces(OpenTelemetry.noop(), true);
    }
}
