package dev.likeness.api.contract;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** The spans that have ended, kept where a test can look at them. */
@ApplicationScoped
public class Spans {

    /** With tracing. */
    public static final class On implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.traces.exporter", "none");
        }
    }

    private final InMemorySpanExporter ended = InMemorySpanExporter.create();

    @Produces
    @Singleton
    SpanProcessor kept() {
        return SimpleSpanProcessor.create(ended);
    }

    List<SpanData> all() {
        return ended.getFinishedSpanItems();
    }

    void forget() {
        ended.reset();
    }
}
