package dev.likeness.flow;

import dev.likeness.TestConfig;
import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.TestCredits;
import dev.likeness.generation.GenerationBackend;
import dev.likeness.input.ImageLoader;
import dev.likeness.input.ImageSource;
import dev.likeness.input.InputConfig;
import dev.likeness.output.OutputFormat;
import dev.likeness.output.TestOutput;
import dev.likeness.pose.FaceFinder;
import dev.likeness.pose.PoseConfig;
import dev.likeness.pose.PoseEstimator;
import dev.likeness.trace.NoTraces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** The flow with everything real but the backend, the networks and, where a test wants it, the ledger. */
public final class FlowUnderTest {

    private static final InputConfig INPUT = TestConfig.of(InputConfig.class, Map.of());
    private static final byte[] FACE = resource("/contract/face.jpg");
    private static final byte[] POSE = resource("/contract/pose.png");

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Admission admission;
    final CreditLedger ledger;
    public final CharacterFlow flow;

    FlowUnderTest(GenerationBackend backend, Executor workers) {
        this(backend, workers, null, picture -> never(), picture -> never());
    }

    /** A ledger of ten credits, where none is given. */
    FlowUnderTest(
            GenerationBackend backend, Executor workers, CreditLedger given, PoseEstimator poses, FaceFinder faces) {
        this(List.of(backend), "1h", workers, given, poses, faces);
    }

    /** A chain of backends, and how long they have together. */
    FlowUnderTest(
            List<? extends GenerationBackend> chain,
            String timeout,
            Executor workers,
            CreditLedger given,
            PoseEstimator poses,
            FaceFinder faces) {
        this(chain, timeout, 1, 2, workers, given, poses, faces);
    }

    /** For tests of backends that read poses themselves, with so many requests that run at once and that wait. */
    public static FlowUnderTest of(
            GenerationBackend backend, Executor workers, CreditLedger ledger, int running, int waiting) {
        return new FlowUnderTest(
                List.of(backend), "1h", running, waiting, workers, ledger, picture -> never(), picture -> never());
    }

    private FlowUnderTest(
            List<? extends GenerationBackend> chain,
            String timeout,
            int running,
            int waiting,
            Executor workers,
            CreditLedger given,
            PoseEstimator poses,
            FaceFinder faces) {
        FlowConfig config = TestConfig.of(
                FlowConfig.class,
                Map.of(
                        "likeness.backend",
                        chain.stream().map(GenerationBackend::name).collect(Collectors.joining(",")),
                        "likeness.admission.running",
                        String.valueOf(running),
                        "likeness.admission.waiting",
                        String.valueOf(waiting),
                        "likeness.generation.timeout",
                        timeout));
        Stages stages = new Stages(metrics, NoTraces.made());
        admission = new Admission(config, metrics);
        ledger = given == null ? TestCredits.ledger(metrics) : given;
        Studio studio = new Studio(
                poses,
                faces,
                new TheFace(TestConfig.of(PoseConfig.class, Map.of())),
                new Backends(config, List.copyOf(chain)),
                new Deadline(config),
                TestOutput.encoder(),
                workers,
                stages,
                metrics);
        flow = new CharacterFlow(
                admission,
                new ImageLoader(INPUT, null, workers),
                new Billing(ledger, TestCredits.tariff(), config, TestCredits.CONFIG),
                studio,
                stages,
                new Outcomes(metrics));
    }

    Multi<FlowEvent> run(CharacterRequest request) {
        return flow.run(UUID.randomUUID(), TestCredits.ADA, request);
    }

    public Multi<FlowEvent> run(UUID id, CharacterRequest request) {
        return flow.run(id, TestCredits.ADA, request);
    }

    /** Requests that run or wait. */
    public int inFlight() {
        return admission.running() + admission.waiting();
    }

    double credits() {
        return ledger.balance(TestCredits.ADA).await().indefinitely().doubleValue();
    }

    double counted(String name) {
        return metrics.find(name).counters().stream()
                .mapToDouble(c -> c.count())
                .sum();
    }

    double outcome(String outcome) {
        var counter = metrics.find("likeness.requests").tag("outcome", outcome).counter();
        return counter == null ? 0 : counter.count();
    }

    public static CharacterRequest request(int samples, int width, int height, long seed) {
        return request(samples, FACE, POSE, new OutputSize.Custom(width, height), seed, Optional.empty());
    }

    static CharacterRequest request(int samples) {
        return request(samples, FACE, POSE);
    }

    static CharacterRequest request(int samples, byte[] face, byte[] pose) {
        return request(samples, face, pose, Optional.empty());
    }

    static CharacterRequest request(String profile) {
        return request(1, FACE, POSE, Optional.of(profile));
    }

    private static CharacterRequest request(int samples, byte[] face, byte[] pose, Optional<String> profile) {
        return request(samples, face, pose, new OutputSize.Custom(64, 64), 7, profile);
    }

    private static CharacterRequest request(
            int samples, byte[] face, byte[] pose, OutputSize size, long seed, Optional<String> profile) {
        return new CharacterRequest(
                new ImageSource.Inline(face),
                new ImageSource.Inline(pose),
                "a coat",
                Optional.empty(),
                size,
                OutputFormat.PNG,
                95,
                samples,
                seed,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                profile);
    }

    /** As long as the test lasts. */
    static <T> Uni<T> never() {
        return Uni.createFrom().nothing();
    }

    private static byte[] resource(String name) {
        try (InputStream file = FlowUnderTest.class.getResourceAsStream(name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
