package dev.likeness.flow;

import dev.likeness.flow.Stages.Stage;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.input.ImageLoader;
import dev.likeness.input.ImageSource;
import dev.likeness.input.Picture;
import dev.likeness.output.ImageEncoder;
import dev.likeness.output.OutputFormat;
import dev.likeness.pose.BodyPart;
import dev.likeness.pose.Face;
import dev.likeness.pose.FaceFinder;
import dev.likeness.pose.PoseEstimator;
import dev.likeness.pose.PoseReading;
import dev.likeness.pose.Skeleton;
import dev.likeness.pose.SkeletonRenderer;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The pose pass on its own: a picture in, a skeleton out, free of charge, but admitted like any other work. */
@ApplicationScoped
public class PoseFlow {

    private static final int LOSSLESS = 100;

    private final Admission admission;
    private final ImageLoader images;
    private final PoseEstimator poses;
    private final FaceFinder faces;
    private final ImageEncoder encoder;
    private final Executor workers;
    private final Stages stages;

    PoseFlow(
            Admission admission,
            ImageLoader images,
            PoseEstimator poses,
            FaceFinder faces,
            ImageEncoder encoder,
            @Identifier("workers") Executor workers,
            Stages stages) {
        this.admission = admission;
        this.images = images;
        this.poses = poses;
        this.faces = faces;
        this.encoder = encoder;
        this.workers = workers;
        this.stages = stages;
    }

    /**
     * What is in a picture.
     *
     * @param pose without people when nobody can be made out, or was looked for
     * @param faces the largest first; empty when nobody looked for them
     */
    public record Seen(PoseReading pose, Optional<List<Face>> faces) {}

    /** Whether another deployment reads for this one. */
    public boolean isElsewhere() {
        return poses.isElsewhere();
    }

    /** Who stands how; nobody, when nobody can be made out. */
    public Uni<PoseReading> read(String field, ImageSource source) {
        return admitted(field, source, poses::read);
    }

    /** Who stands how, and the faces. */
    public Uni<Seen> readWithFaces(String field, ImageSource source) {
        return admitted(field, source, picture -> Uni.combine()
                .all()
                .unis(poses.read(picture), faces.all(picture))
                .with((pose, found) -> new Seen(pose, Optional.of(found))));
    }

    /** The faces alone. */
    public Uni<Seen> readFaces(String field, ImageSource source) {
        return admitted(field, source, picture -> faces.all(picture)
                .map(found -> new Seen(nobody(picture), Optional.of(found))));
    }

    private static PoseReading nobody(Picture picture) {
        return new PoseReading(new Skeleton(picture.width(), picture.height(), List.of()), PoseReading.Source.NETWORK);
    }

    private <T> Uni<T> admitted(String field, ImageSource source, Function<Picture, Uni<T>> read) {
        return Uni.createFrom().deferred(() -> {
            Admission.Ticket place = admission.enter();
            return stages.timed(Stage.INPUT, images.load(field, source))
                    .chain(picture -> stages.timed(Stage.WAIT, place.turn())
                            .chain(() -> stages.timed(Stage.POSE, read.apply(picture))))
                    .onTermination()
                    .invoke(place::close);
        });
    }

    /** The control image of that pose with these parts of it, a PNG file of the upright picture's size. */
    public Uni<byte[]> draw(String field, ImageSource source, Set<BodyPart> parts) {
        return read(field, source)
                .chain(reading -> stages.timed(
                        Stage.ENCODE,
                        Uni.createFrom()
                                .item(() -> png(reading.skeleton(), parts))
                                .runSubscriptionOn(workers)));
    }

    private byte[] png(Skeleton skeleton, Set<BodyPart> parts) {
        var drawing = new GeneratedImage.Pixels(
                skeleton.width(), skeleton.height(), SkeletonRenderer.pixels(skeleton, parts));
        return encoder.encode(
                        new GeneratedImage(0, 0, drawing),
                        skeleton.width(),
                        skeleton.height(),
                        OutputFormat.PNG,
                        LOSSLESS)
                .file();
    }
}
