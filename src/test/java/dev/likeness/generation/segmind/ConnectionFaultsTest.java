package dev.likeness.generation.segmind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.Failure;
import dev.likeness.error.Overloaded;
import dev.likeness.faults.Fault;
import dev.likeness.faults.FaultPoint;
import dev.likeness.faults.FaultProxy;
import dev.likeness.faults.Injection;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults on real connections to an upstream, at each kind of request. Whatever happens, a job has one end, it is made once at
 * most, a job that another backend may have was not made here, and no place is lost.
 */
@QuarkusTest
@TestProfile(WithSegmind.class)
class ConnectionFaultsTest extends AtUpstream {

    private enum Request {
        SUBMIT("POST /v2/consistent-character-with-pose .*"),
        STATUS("GET /v2/requests/[^/ ]+/status .*"),
        RESULT("GET /v2/requests/[^/ ]+ .*"),
        PICTURE("GET /outputs/.*"),
        CANCEL("POST /v2/requests/.*/cancel .*"),
        DIRECT("POST /v1/consistent-character-with-pose .*");

        private final String startLine;

        Request(String startLine) {
            this.startLine = startLine;
        }
    }

    private enum Wire {
        RESET_BEFORE_THE_REQUEST,
        RESET_BEFORE_THE_ANSWER,
        HALF_OPEN_BEFORE_THE_REQUEST,
        HALF_OPEN_BEFORE_THE_ANSWER,
        TRUNCATED_WITHIN_THE_ANSWER,
        HALF_OPEN_WITHIN_THE_ANSWER;

        Injection into(FaultProxy proxy, String startLine) {
            return switch (this) {
                case RESET_BEFORE_THE_REQUEST -> proxy.inject(Fault.reset(), FaultPoint.beforeRequest(startLine));
                case RESET_BEFORE_THE_ANSWER -> proxy.inject(Fault.reset(), FaultPoint.beforeAnswerTo(startLine));
                case HALF_OPEN_BEFORE_THE_REQUEST ->
                    proxy.inject(Fault.halfOpen(), FaultPoint.beforeRequest(startLine));
                case HALF_OPEN_BEFORE_THE_ANSWER ->
                    proxy.inject(Fault.halfOpen(), FaultPoint.beforeAnswerTo(startLine));
                case TRUNCATED_WITHIN_THE_ANSWER -> proxy.inject(Fault.close(), within(startLine));
                case HALF_OPEN_WITHIN_THE_ANSWER -> proxy.inject(Fault.halfOpen(), within(startLine));
            };
        }

        private static FaultPoint within(String startLine) {
            return FaultPoint.withinReply(message -> message.word(0).matches(startLine), 40);
        }
    }

    static Stream<Arguments> everywhere() {
        return Stream.of(Request.values())
                .flatMap(request -> Stream.of(Wire.values()).map(wire -> Arguments.of(request, wire)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void a_job_has_one_end_and_is_made_once(Request request, Wire wire) {
        // Pictures are at the upstream itself.
        FakeUpstream fake = fake(
                Rig.PROXIED,
                "",
                "mode",
                request == Request.DIRECT ? "v1" : "v2",
                "call-timeout",
                "2s",
                "picture-timeout",
                "4s",
                "lost-after",
                "10s",
                "cancel-timeout",
                "20s",
                "max-in-flight",
                "1");
        fake.likeness = true;
        fake.looksUntilDone = request == Request.CANCEL ? Integer.MAX_VALUE : 2;
        try (Injection fault = wire.into(rig.proxy, request.startLine)) {
            AssertSubscriber<GenerationEvent> job = rig.begin(Commissions.job(1));
            if (request == Request.CANCEL) {
                Rig.until("the job is asked after", () -> fake.asked("GET /v2/requests/{id}/status") > 1);
                job.cancel();
            } else {
                Rig.until("the job has ended", () -> job.hasCompleted() || job.getFailure() != null);
                assertEnd(job, fake);
            }
            rig.awaitIdle();
            assertThat(fault.hasHit()).isTrue();
            assertThat(fake.jobs.size()).isLessThanOrEqualTo(1);
            if (request == Request.CANCEL) {
                assertThat(fake.jobs)
                        .allSatisfy(made -> assertThat(made.cancelled).isTrue());
            }
        }

        // Its place is free. A call may take longer than its time on a busy machine; one job of several must not.
        rig.proxy.restore();
        fake.looksUntilDone = 0;
        boolean completed = false;
        for (int i = 0; i < 10 && !completed; i++) {
            AssertSubscriber<GenerationEvent> next = rig.begin(Commissions.job(1));
            Rig.until("the next job has ended", () -> next.hasCompleted() || next.getFailure() != null);
            completed = next.hasCompleted();
            if (!completed) {
                assertThat(next.getFailure()).isNotInstanceOf(Overloaded.class);
            }
        }
        assertThat(completed).isTrue();
    }

    private static void assertEnd(AssertSubscriber<GenerationEvent> job, FakeUpstream fake) {
        Throwable failure = job.getFailure();
        if (failure == null) {
            assertThat(job.getItems())
                    .filteredOn(GeneratedImage.class::isInstance)
                    .hasSize(1);
            return;
        }
        assertThat(failure).isInstanceOf(Failure.class);
        if (failure instanceof BackendUnavailable && job.getItems().isEmpty()) {
            assertThat(fake.jobs).isEmpty();
        }
    }
}
