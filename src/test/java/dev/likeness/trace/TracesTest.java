package dev.likeness.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TracesTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void another_service_is_told_by_which_trace_it_is_asked() {
        SpanContext present = SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault());
        try (Scope current = Context.root().with(Span.wrap(present)).makeCurrent()) {
            assertThat(current).isNotNull();
            assertThat(headers()).containsExactly(Map.entry("traceparent", "00-" + TRACE + "-" + SPAN + "-01"));
        }
    }

    @Test
    void where_there_is_no_trace_no_header_is_sent() {
        assertThat(headers()).isEmpty();
    }

    @Test
    void switched_off_the_work_is_left_as_it_is() {
        Traces off = NoTraces.made();
        Uni<String> work = Uni.createFrom().item("done");

        assertThat(off.on()).isFalse();
        assertThat(off.around("pose", work)).isSameAs(work);
        off.stage("generate").end(new IllegalStateException(), false);
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        Traces.pass(headers::put);
        return headers;
    }
}
