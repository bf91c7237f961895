package dev.likeness.flow;

import dev.likeness.error.BackendFailed;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.NoPerson;
import dev.likeness.flow.Stages.Stage;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationBackend;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import dev.likeness.generation.PreviewFrame;
import dev.likeness.generation.Progress;
import dev.likeness.input.Picture;
import dev.likeness.output.ImageEncoder;
import dev.likeness.output.OutputFormat;
import dev.likeness.pose.Face;
import dev.likeness.pose.FaceFinder;
import dev.likeness.pose.PoseEstimator;
import dev.likeness.pose.PoseReading;
import dev.likeness.pose.Skeleton;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the paid work is done: the pose and the face are read, the backend generates, its images are encoded. */
@ApplicationScoped
class Studio {

    private final PoseEstimator poses;
    private final FaceFinder faces;
    private final TheFace theFace;
    private final GenerationBackend backend;
    private final Deadline deadline;
    private final ImageEncoder encoder;
    private final Executor workers;
    private final Stages stages;
    private final Counter calls;

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
        this.backend = backends.chosen();
        if (poses.leavesFailuresToBackend() && !backend.readsPictures()) {
            throw new IllegalArgumentException(
                    "likeness.pose.on-failure=comfyui: the backend %s does not read poses; choose local or fail"
                            .formatted(backend.name()));
        }
        this.deadline = deadline;
        this.encoder = encoder;
        this.workers = workers;
        this.stages = stages;
        this.calls = Counter.builder("likeness.backend.calls")
                .description("Jobs handed to the backend")
                .tag("backend", backend.name())
                .register(metrics);
    }

    String backend() {
        return backend.name();
    }

    Set<String> profiles() {
        return backend.profiles();
    }

    /** What is known of the two pictures; nothing, when the backend reads them itself or has to. */
    record Reading(Optional<Face> face, Optional<Skeleton> skeleton, List<FlowEvent> events) {

        static final Reading NONE = new Reading(Optional.empty(), Optional.empty(), List.of());
    }

    /** Fails with {@link NoPerson} or {@link NoFace} when the backend would have nobody to draw. */
    Uni<Reading> read(Picture face, Picture pose) {
        if (!backend.needsPose()) {
            return Uni.createFrom().item(Reading.NONE);
        }
        Uni<Reading> read =
                Uni.combine().all().unis(faces.all(face), poses.read(pose)).with(this::complete);
        return poses.leavesFailuresToBackend()
                ? read.onFailure(BackendUnavailable.class).recoverWithItem(Reading.NONE)
                : read;
    }

    private Reading complete(List<Face> found, PoseReading pose) {
        if (pose.skeleton().people().isEmpty()) {
            throw new NoPerson("pose_image: nobody can be made out in it; send a picture in which a person is clearly"
                    + " visible, or an OpenPose skeleton");
        }
        Face face = theFace.among(found);
        return new Reading(
                Optional.of(face),
                Optional.of(pose.skeleton()),
                List.of(new FlowEvent.PoseRead(pose.skeleton().people().size(), pose.source(), face)));
    }

    /** Hands the job to the backend, and every image on as soon as it is ready; fails when one is missing at the end. */
    Multi<FlowEvent> generate(GenerationJob job, OutputFormat format, int quality, Holdings holdings) {
        return Multi.createFrom().deferred(() -> {
            calls.increment();
            Timer.Sample started = stages.start();
            AtomicInteger missing = new AtomicInteger(job.samples());
            Multi<GenerationEvent> cancellable =
                    backend.generate(job).onSubscription().invoke(subscription -> holdings.add(subscription::cancel));
            return deadline.on(cancellable)
                    .onItem()
                    .transformToUniAndConcatenate(event -> told(event, job, format, quality, missing))
                    .onCompletion()
                    .call(() -> allThere(job.samples(), missing.get()))
                    .onTermination()
                    .invoke(() -> stages.stop(Stage.GENERATE, started));
        });
    }

    private Uni<FlowEvent> told(
            GenerationEvent event, GenerationJob job, OutputFormat format, int quality, AtomicInteger missing) {
        if (event instanceof Progress progress) {
            return Uni.createFrom().item(new FlowEvent.Advanced(progress));
        }
        if (event instanceof PreviewFrame frame) {
            return Uni.createFrom().item(new FlowEvent.Previewed(frame));
        }
        GeneratedImage image = (GeneratedImage) event;
        missing.decrementAndGet();
        return stages.timed(
                Stage.ENCODE,
                Uni.createFrom()
                        .<FlowEvent>item(() -> new FlowEvent.ImageReady(
                                encoder.encode(image, job.width(), job.height(), format, quality)))
                        .runSubscriptionOn(workers));
    }

    private static Uni<Void> allThere(int wanted, int missing) {
        return missing == 0
                ? Uni.createFrom().voidItem()
                : Uni.createFrom()
                        .failure(new BackendFailed("The backend made %d pictures instead of %d; try again"
                                .formatted(wanted - missing, wanted)));
    }
}
