package dev.likeness.flow;

import dev.likeness.error.BackendFailed;
import dev.likeness.error.NoFace;
import dev.likeness.error.NoPerson;
import dev.likeness.flow.CharacterFlow.Pictures;
import dev.likeness.flow.Stages.Stage;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationBackend;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import dev.likeness.generation.JobTaken;
import dev.likeness.generation.PreviewFrame;
import dev.likeness.generation.Progress;
import dev.likeness.output.ImageEncoder;
import dev.likeness.pose.Face;
import dev.likeness.pose.FaceFinder;
import dev.likeness.pose.PoseEstimator;
import dev.likeness.pose.PoseReading;
import dev.likeness.pose.Skeleton;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the paid work is done: the pose and the face are read, the backend generates, its images are encoded. */
@Startup
@ApplicationScoped
class Studio {

    private final PoseEstimator poses;
    private final FaceFinder faces;
    private final TheFace theFace;
    private final Backends backends;
    private final Deadline deadline;
    private final ImageEncoder encoder;
    private final Executor workers;
    private final Stages stages;
    private final MeterRegistry metrics;

    Studio(
            PoseEstimator poses,
            FaceFinder faces,
            TheFace theFace,
            Backends backends,
            Deadline deadline,
            ImageEncoder encoder,
            @Identifier("workers") Executor workers,
            Stages stages,
            MeterRegistry metrics) {
        this.poses = poses;
        this.faces = faces;
        this.theFace = theFace;
        this.backends = backends;
        this.deadline = deadline;
        this.encoder = encoder;
        this.workers = workers;
        this.stages = stages;
        this.metrics = metrics;
        if (poses.leavesFailuresToBackend() && backends.chain().stream().noneMatch(GenerationBackend::readsPictures)) {
            throw new IllegalArgumentException(
                    "likeness.pose.on-failure=comfyui: likeness.backend names no backend that reads poses; choose local"
                            + " or fail");
        }
        backends.chain().forEach(backend -> {
            calls(backend);
            passedOverCount(backend);
        });
    }

    private Counter calls(GenerationBackend backend) {
        return Counter.builder("likeness.backend.calls")
                .description("Jobs handed to the backend")
                .tag("backend", backend.name())
                .register(metrics);
    }

    private Counter passedOverCount(GenerationBackend backend) {
        return Counter.builder("likeness.backend.passed.over")
                .description("Jobs that the backend could not take, so that the next one was asked")
                .tag("backend", backend.name())
                .register(metrics);
    }

    Set<String> profiles() {
        return backends.profiles();
    }

    /** The pictures, by the first backend that takes the job. */
    Multi<FlowEvent> work(Commission commission, Holdings holdings) {
        return Multi.createFrom().deferred(() -> new Relay(
                        this,
                        commission,
                        holdings,
                        backends.candidates(commission.request().profile()))
                .events());
    }

    void passedOver(GenerationBackend backend) {
        passedOverCount(backend).increment();
    }

    /** Whether the backend can do without the pose when nobody could read it here, and shall. */
    boolean leavesFailuresTo(GenerationBackend backend) {
        return poses.leavesFailuresToBackend() && backend.readsPictures();
    }

    /** What is known of the two pictures; nothing, when the backend reads them itself or has to. */
    record Reading(Optional<Face> face, Optional<Skeleton> skeleton, List<FlowEvent> events) {

        static final Reading NONE = new Reading(Optional.empty(), Optional.empty(), List.of());
    }

    /** Fails with {@link NoPerson} or {@link NoFace} when a backend would have nobody to draw. */
    Uni<Reading> read(Pictures pictures) {
        return stages.timed(
                Stage.POSE,
                Uni.combine()
                        .all()
                        .unis(faces.all(pictures.face()), poses.read(pictures.pose()))
                        .with(this::complete));
    }

    private Reading complete(List<Face> found, PoseReading pose) {
        if (pose.skeleton().people().isEmpty()) {
            throw new NoPerson("pose_image: "
                    + pose.doubt()
                            .map(doubt -> "it is the drawing of a skeleton that cannot be read: " + doubt
                                    + "; send it as the PNG that the tool wrote, in ControlNet's or OpenPose's colours and of at most 32"
                                    + " people, or a picture in which a person is clearly visible")
                            .orElse(
                                    "nobody can be made out in it; send a picture in which a person is clearly visible, or"
                                            + " an OpenPose skeleton in its colours"));
        }
        Face face = theFace.among(found);
        return new Reading(
                Optional.of(face),
                Optional.of(pose.skeleton()),
                List.of(new FlowEvent.PoseRead(pose.skeleton().people().size(), pose.source(), face)));
    }

    /**
     * Hands the job to the backend, and every image on as soon as it is ready; fails when one is missing at the end.
     *
     * @param spent nanoseconds that other backends have had it for
     * @param taken set as soon as the backend says anything, be it heard or not
     */
    Multi<FlowEvent> generate(
            GenerationBackend backend,
            Commission commission,
            Reading reading,
            long spent,
            AtomicBoolean taken,
            Holdings holdings) {
        return Multi.createFrom().deferred(() -> {
            calls(backend).increment();
            Stages.Running running = stages.start(Stage.GENERATE);
            GenerationJob job = commission.job(reading);
            AtomicInteger missing = new AtomicInteger(job.samples());
            AtomicBoolean unheard = new AtomicBoolean(true);
            Multi<GenerationEvent> cancellable = backend.generate(job)
                    .invoke(event -> taken.set(true))
                    .onSubscription()
                    .invoke(subscription -> holdings.add(subscription::cancel));
            return deadline.on(cancellable, Duration.ofNanos(spent))
                    .onItem()
                    .transformToMultiAndConcatenate(event -> {
                        Multi<FlowEvent> told = told(event, job, commission.request(), missing);
                        return unheard.getAndSet(false)
                                ? Multi.createBy()
                                        .concatenating()
                                        .streams(Multi.createFrom().item(new FlowEvent.Taken(backend.name())), told)
                                : told;
                    })
                    .onCompletion()
                    .call(() -> allThere(job.samples(), missing.get()))
                    .onTermination()
                    .invoke(running::stop);
        });
    }

    private Multi<FlowEvent> told(
            GenerationEvent event, GenerationJob job, CharacterRequest request, AtomicInteger missing) {
        if (event instanceof JobTaken) {
            return Multi.createFrom().empty();
        }
        if (event instanceof Progress progress) {
            return Multi.createFrom().item(new FlowEvent.Advanced(progress));
        }
        if (event instanceof PreviewFrame frame) {
            return Multi.createFrom().item(new FlowEvent.Previewed(frame));
        }
        GeneratedImage image = (GeneratedImage) event;
        missing.decrementAndGet();
        return stages.timed(
                        Stage.ENCODE,
                        Uni.createFrom()
                                .<FlowEvent>item(() -> new FlowEvent.ImageReady(encoder.encode(
                                        image, job.width(), job.height(), request.format(), request.quality())))
                                .runSubscriptionOn(workers))
                .toMulti();
    }

    private static Uni<Void> allThere(int wanted, int missing) {
        return missing == 0
                ? Uni.createFrom().voidItem()
                : Uni.createFrom()
                        .failure(new BackendFailed(String.format(
                                Locale.ROOT,
                                "The backend made %d pictures instead of %d; try again",
                                wanted - missing,
                                wanted)));
    }
}
