package dev.likeness.generation.comfyui;

import dev.likeness.generation.DimensionPlan;
import dev.likeness.generation.GenerationJob;
import dev.likeness.input.ImageFormat;
import dev.likeness.input.UprightFile;
import dev.likeness.pose.ControlImage;
import dev.likeness.pose.Skeleton;
import dev.likeness.pose.SkeletonRenderer.Sticks;
import io.smallrye.mutiny.Uni;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The images of one job as files, made once, and brought once to each server that works on a sample of it. Their names are
 * the job's own: a server caches by name, and would use another job's picture of the same name.
 */
final class JobImages {

    private static final String FOLDER = "likeness";

    private final GenerationJob job;
    private final Executor workers;
    private final Uni<UprightFile> face;
    private final Uni<Pose> pose;
    private final Map<Address, Uni<Uploaded>> uploads = new ConcurrentHashMap<>();

    private record Pose(byte[] file, String ending, Optional<byte[]> keypoints) {}

    /** Under which names a server has them. */
    record Uploaded(String face, Optional<FaceCrop> faceCrop, String pose, Optional<String> keypoints) {}

    JobImages(GenerationJob job, Workflow workflow, DimensionPlan plan, Executor workers) {
        this.job = job;
        this.workers = workers;
        this.face = once(() -> job.face().upright());
        this.pose = once(() ->
                workflow.readsPoseItself() ? photo() : drawn(job.skeleton().orElseThrow(), plan));
    }

    private <T> Uni<T> once(Supplier<T> made) {
        return Uni.createFrom().item(made).runSubscriptionOn(workers).memoize().indefinitely();
    }

    private Pose photo() {
        UprightFile file = job.pose().upright();
        return new Pose(file.file(), ending(file.format()), Optional.empty());
    }

    private static Pose drawn(Skeleton skeleton, DimensionPlan plan) {
        int width = plan.generateWidth();
        int height = plan.generateHeight();
        return new Pose(
                ControlImage.skeleton(skeleton, width, height, Sticks.SCALED),
                "png",
                Optional.of(ControlImage.faceKeypoints(skeleton, width, height)));
    }

    /** Several samples of a job at one server share the upload. */
    Uni<Uploaded> at(ComfyServer server) {
        return uploads.computeIfAbsent(
                server.address(), x -> upload(server).memoize().indefinitely());
    }

    private Uni<Uploaded> upload(ComfyServer server) {
        Uni<String> faceName = face.chain(file -> put(server, "face", ending(file.format()), file.file()));
        Uni<String> poseName = pose.chain(file -> put(server, "pose", file.ending(), file.file()));
        Uni<Optional<String>> keypointsName = pose.chain(file -> file.keypoints()
                .map(drawing -> put(server, "keypoints", "png", drawing).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
        return Uni.combine()
                .all()
                .unis(face, faceName, poseName, keypointsName)
                .with((file, faceAt, poseAt, keypointsAt) -> new Uploaded(faceAt, crop(file), poseAt, keypointsAt));
    }

    private Uni<String> put(ComfyServer server, String what, String ending, byte[] file) {
        return server.upload(FOLDER, job.id() + "-" + what + "." + ending, file);
    }

    private Optional<FaceCrop> crop(UprightFile file) {
        double scale = (double) file.width() / job.face().width();
        return job.faceFound().map(found -> FaceCrop.of(found, scale, file.width(), file.height()));
    }

    private static String ending(ImageFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }
}
