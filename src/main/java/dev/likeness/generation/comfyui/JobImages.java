package dev.likeness.generation.comfyui;

import dev.likeness.context.CallerContext;
import dev.likeness.generation.DimensionPlan;
import dev.likeness.generation.GenerationJob;
import dev.likeness.input.ImageFormat;
import dev.likeness.input.UprightFile;
import dev.likeness.pose.ControlImage;
import dev.likeness.pose.FaceCrop;
import dev.likeness.pose.FittedPhoto;
import dev.likeness.pose.Skeleton;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * The images of one job as files, made once, and brought once to each server that works on a sample of it. Their names are
 * the job's own: a server caches by name, and would use another job's picture of the same name.
 */
final class JobImages {

    enum Role {
        FACE,
        FACE_CROP,
        FACE_PORTRAIT,
        POSE,
        KEYPOINTS
    }

    /** Of the servers' input folder. */
    static final String FOLDER = "likeness";

    private final GenerationJob job;
    private final Workflow workflow;
    private final DimensionPlan plan;
    private final Uni<List<Image>> images;
    private final Map<Address, Uni<Uploaded>> uploads = new ConcurrentHashMap<>();

    private record Image(Role role, String ending, byte[] file) {}

    /** Under which names a server has them. */
    record Uploaded(Map<Role, String> names) {

        Optional<String> name(Role role) {
            return Optional.ofNullable(names.get(role));
        }
    }

    JobImages(GenerationJob job, Workflow workflow, DimensionPlan plan, Executor workers) {
        this.job = job;
        this.workflow = workflow;
        this.plan = plan;
        this.images = Uni.createFrom()
                .item(this::made)
                .runSubscriptionOn(workers)
                .memoize()
                .indefinitely();
    }

    private List<Image> made() {
        List<Image> made = new ArrayList<>();
        if (workflow.takesFaceCuts()) {
            job.faceFound().ifPresent(face -> made.addAll(cuts(FaceCrop.of(job.face(), face))));
        }
        if (made.isEmpty() || workflow.takesWholeFaceImage()) {
            made.add(upright(Role.FACE, job.face().upright()));
        }
        if (workflow.readsPoseItself()) {
            made.add(upright(Role.POSE, FittedPhoto.of(job.pose(), plan.generateWidth(), plan.generateHeight())));
            return made;
        }
        Skeleton skeleton = job.skeleton().orElseThrow();
        int width = plan.generateWidth();
        int height = plan.generateHeight();
        made.add(png(Role.POSE, ControlImage.skeleton(skeleton, width, height, workflow.sticks())));
        if (workflow.takesKeypoints()) {
            made.add(png(Role.KEYPOINTS, ControlImage.faceKeypoints(skeleton, width, height)));
        }
        return made;
    }

    private List<Image> cuts(FaceCrop face) {
        List<Image> made = new ArrayList<>();
        if (workflow.takesFaceCrop()) {
            made.add(png(Role.FACE_CROP, face.close()));
        }
        if (workflow.takesFacePortrait()) {
            made.add(png(Role.FACE_PORTRAIT, face.wide()));
        }
        return made;
    }

    private static Image upright(Role role, UprightFile file) {
        return new Image(role, file.format() == ImageFormat.JPEG ? "jpg" : "png", file.file());
    }

    private static Image png(Role role, byte[] file) {
        return new Image(role, "png", file);
    }

    /** Several samples of a job at one server share the upload. */
    Uni<Uploaded> at(ComfyServer server) {
        return uploads.computeIfAbsent(
                server.address(), x -> upload(server).memoize().indefinitely());
    }

    private Uni<Uploaded> upload(ComfyServer server) {
        // From the event loop that the connections belong to: from a worker, each step of an exchange would wake it.
        return images.emitOn(CallerContext.executor())
                .chain(made -> {
                    List<Uni<Map.Entry<Role, String>>> puts =
                            made.stream().map(image -> put(server, image)).toList();
                    return Uni.join().all(puts).andFailFast();
                })
                .map(names ->
                        new Uploaded(names.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
    }

    private Uni<Map.Entry<Role, String>> put(ComfyServer server, Image image) {
        String what = image.role().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return server.upload(FOLDER, job.id() + "-" + what + "." + image.ending(), image.file())
                .map(name -> Map.entry(image.role(), name));
    }
}
