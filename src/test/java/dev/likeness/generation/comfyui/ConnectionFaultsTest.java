package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.error.Failure;
import dev.likeness.faults.Direction;
import dev.likeness.faults.Fault;
import dev.likeness.faults.FaultPoint;
import dev.likeness.faults.FaultProxy;
import dev.likeness.faults.Injection;
import dev.likeness.flow.FlowUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults on real connections to a server, at each kind of request. Whatever happens, a request has one end, a failure is one of
 * the contract's and costs nothing, nothing is left running at the server, and no place there is lost.
 */
class ConnectionFaultsTest {

    private enum Request {
        UPLOAD("POST /upload/image .*"),
        SOCKET("GET /ws.*"),
        PROMPT("POST /prompt .*"),
        HISTORY("GET /history/.*"),
        VIEW("GET /view.*"),
        /** Asked when the socket is gone. */
        QUEUE("GET /queue .*"),
        CANCEL("POST /api/jobs/.*"),
        DELETE("POST /queue .*"),
        INTERRUPT("POST /interrupt .*"),
        FORGET("POST /history .*");

        private final String startLine;

        Request(String startLine) {
            this.startLine = startLine;
        }

        boolean cancels() {
            return this == CANCEL || this == DELETE || this == INTERRUPT;
        }

        /** The newest servers cancel with one request; those before need two. */
        Era era() {
            return this == DELETE || this == INTERRUPT ? Era.TARGETED_INTERRUPT : Era.JOBS;
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

        /** Within the headers, after the status line: the shortest answer, one without a body, has 38 bytes. */
        private static FaultPoint within(String startLine) {
            return FaultPoint.withinReply(message -> message.word(0).matches(startLine), 36);
        }
    }

    /** More than any test begins at once: a request that is refused at the entrance has no reservation to be checked. */
    private static final int MOST_WAITING = 100;

    private final FakeComfy server = FakeComfy.start();
    private final FaultProxy proxy = FaultProxy.http(server.port());
    private final Purse purse = new Purse();
    private final List<RequestRun> requests = new ArrayList<>();
    private Farm farm;
    private FarmBackend backend;
    private FlowUnderTest service;

    @BeforeEach
    void start() {
        farm = new Farm(
                0,
                "urls",
                "http://127.0.0.1:" + proxy.port(),
                "call-timeout",
                "1s",
                "connect-timeout",
                "5s",
                "lost-after",
                "3s",
                "cancel-timeout",
                "20s",
                "breaker-failures",
                "100");
        backend = new FarmBackend(farm.client());
        service = FlowUnderTest.of(backend, farm.workers(), purse.ledger(), 4, MOST_WAITING);
    }

    @AfterEach
    void stop() throws Exception {
        farm.close();
        proxy.close();
        server.close();
    }

    static Stream<Arguments> everywhere() {
        return Stream.of(Request.values())
                .flatMap(request -> Stream.of(Wire.values()).map(wire -> Arguments.of(request, wire)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void a_request_has_one_end_and_leaves_nothing(Request request, Wire wire) {
        server.era(request.era());
        server.everyJob(
                request.cancels()
                        ? JobScript.normal().neverEnds()
                        : request == Request.QUEUE
                                ? JobScript.normal().dropSocketAt(Moment.SAMPLING)
                                : JobScript.normal());
        farm.started();
        try (Injection fault = wire.into(proxy, request.startLine)) {
            RequestRun run = begin();
            if (request.cancels()) {
                FakeComfy.await("the job to run", () -> !server.isIdle());
                run.cancel();
            }

            awaitEnds();
            fault.awaitHit(Duration.ofSeconds(60));
            assertNothingIsLeft();
        }

        // The server is as good as before.
        proxy.restore();
        server.everyJob(JobScript.normal());
        FakeComfy.await(
                "the server to be seen again", () -> farm.client().condition().ready());
        RequestRun next = begin();
        awaitEnds();
        assertThat(next.failure()).isNull();
        assertThat(next.isDone()).isTrue();
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void a_slow_link_does_not_break_a_job(Direction direction) {
        farm.started();
        proxy.throttle(direction, 64 << 10);

        awaitSuccess();
    }

    /** Of uploads, sockets, polls and probes, while several requests run. */
    @Test
    void resets_in_a_row_multiply_no_connections() throws Exception {
        farm.started();
        for (int i = 0; i < 20; i++) {
            begin();
            begin();
            Thread.sleep(20);
            proxy.resetAll();
        }
        awaitEnds();
        assertNothingIsLeft();

        FakeComfy.await(
                "the server to be seen again", () -> farm.client().condition().ready());
        RequestRun last = begin();
        awaitEnds();
        assertThat(last.failure()).isNull();
        assertNothingIsLeft();
    }

    private RequestRun begin() {
        RequestRun run = new RequestRun(UUID.randomUUID(), 1);
        requests.add(run);
        run.start(service.run(run.id(), FlowUnderTest.request(1, 64, 64, 7)));
        return run;
    }

    /** A call may take longer than its time on a busy machine; one request of several must not. */
    private void awaitSuccess() {
        for (int i = 0; i < 10; i++) {
            FakeComfy.await(
                    "the server to be seen", () -> farm.client().condition().ready());
            RequestRun next = begin();
            awaitEnds();
            assertNothingIsLeft();
            if (next.isDone()) {
                return;
            }
        }
        throw new AssertionError("no request succeeds any more: "
                + requests.get(requests.size() - 1).failure());
    }

    private void awaitEnds() {
        FakeComfy.await("each request to end", () -> requests.stream().allMatch(RequestRun::isOver));
    }

    private void assertNothingIsLeft() {
        FakeComfy.await("the server to have nothing to do", server::isIdle);
        FakeComfy.await("each place to be given back", () -> farm.client().jobs() == 0);
        awaitCreditsAgree();
        assertThat(requests).allSatisfy(request -> {
            assertThat(request.ends()).isEqualTo(request.wasCancelled() ? 0 : 1);
            if (request.failure() != null) {
                assertThat(request.failure()).isInstanceOf(Failure.class);
            }
        });
        assertThat(server.journal().unfinished()).isEmpty();
        assertThat(server.journal().acceptedTwice()).isEmpty();
        // Kept ones, of which the pool has 32 at most, and no socket.
        FakeComfy.await("sockets to be closed", () -> proxy.openConnections() <= 32);
    }

    private void awaitCreditsAgree() {
        AtomicReference<List<String>> complaints = new AtomicReference<>(List.of());
        try {
            FakeComfy.await("the credits to agree", () -> {
                complaints.set(purse.complaints(requests, service, backend));
                return complaints.get().isEmpty();
            });
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + ": " + complaints, late);
        }
    }
}
