package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With tracing switched on, a request is a tree of spans. */
@QuarkusTest
@TestProfile(Spans.On.class)
class TracingTest extends ContractTest {

    private static final String CALLER = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLERS_SPAN = "00f067aa0ba902b7";

    @Inject
    Spans spans;

    @BeforeEach
    void forget() {
        spans.forget();
    }

    @Test
    void a_request_has_a_span_with_one_for_each_stage_below_it() {
        service.json(account, Sent.request("samples", 2)).ok();

        List<SpanData> all = ended(7);
        SpanData request = request(all);
        assertThat(request.getName()).isEqualTo("POST " + Service.CHARACTER);
        assertThat(request.getParentSpanContext().isValid()).isFalse();
        List<SpanData> stages = all.stream().filter(span -> span != request).toList();
        assertThat(stages)
                .extracting(SpanData::getName)
                .containsExactlyInAnyOrder("input", "wait", "pose", "generate", "encode", "encode");
        assertThat(stages).allSatisfy(stage -> {
            assertThat(stage.getTraceId()).isEqualTo(request.getTraceId());
            assertThat(stage.getParentSpanId()).isEqualTo(request.getSpanId());
            assertThat(stage.getStartEpochNanos()).isGreaterThanOrEqualTo(request.getStartEpochNanos());
            assertThat(stage.getEndEpochNanos()).isLessThanOrEqualTo(request.getEndEpochNanos());
        });
    }

    @Test
    void the_span_is_part_of_the_callers_trace() {
        service.send(service.to(Service.CREDITS, account)
                .header("traceparent", String.format(Locale.ROOT, "00-%s-%s-01", CALLER, CALLERS_SPAN)));

        SpanData request = request(ended(1));
        assertThat(request.getTraceId()).isEqualTo(CALLER);
        assertThat(request.getParentSpanId()).isEqualTo(CALLERS_SPAN);
    }

    @Test
    void a_span_says_how_it_ended_and_for_which_request_and_nothing_that_the_user_sent() {
        Answer answer = service.json(
                account, Sent.request("prompt", "a secret garden", "face_image", "http://192.0.2.1/secret.png"));

        assertThat(answer.status()).isEqualTo(400);
        List<SpanData> all = ended(2);
        assertThat(request(all).getAttributes().asMap().toString())
                .contains(answer.header("x-request-id"), "http.response.status_code=400");
        assertThat(all.stream().filter(span -> span.getName().equals("input")))
                .singleElement()
                .satisfies(
                        input -> assertThat(input.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
        assertThat(all.toString()).doesNotContain("secret", "192.0.2.1", account.key());
    }

    @Test
    void health_and_metrics_have_no_spans() {
        service.send(service.to("/q/health/ready", account));
        service.send(service.to("/q/metrics", account));
        service.send(service.to(Service.CREDITS, account));

        assertThat(ended(1)).hasSize(1);
    }

    private static SpanData request(List<SpanData> all) {
        return all.stream()
                .filter(span -> span.getKind() == SpanKind.SERVER)
                .findFirst()
                .orElseThrow();
    }

    /** The request's own span ends after the client has its answer. */
    private List<SpanData> ended(int count) {
        Service.until("all spans have ended", () -> spans.all().size() >= count);
        return spans.all();
    }
}
