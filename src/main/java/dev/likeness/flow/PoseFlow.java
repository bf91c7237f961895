package dev.likeness.flow;

import dev.likeness.flow.Stages.Stage;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.input.ImageLoader;
import dev.likeness.input.ImageSource;
import dev.likeness.output.ImageEncoder;
import dev.likeness.output.OutputFormat;
import dev.likeness.pose.BodyPart;
import dev.likeness.pose.PoseEstimator;
import dev.likeness.pose.PoseReading;
import dev.likeness.pose.Skeleton;
import dev.likeness.pose.SkeletonRenderer;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.Executor;

/** The pose pass on its own: a picture in, a skeleton out, free of charge, but admitted like any other work. */
@ApplicationScoped
public class PoseFlow {

    private static final int LOSSLESS = 100;

    private final Admission admission;
    private final ImageLoader images;
    private final PoseEstimator poses;
    private final ImageEncoder encoder;
    private final Executor workers;
    private final Stages stages;

    PoseFlow(
            Admission admission,
            ImageLoader images,
            PoseEstimator poses,
            ImageEncoder encoder,
            @Identifier("workers") Executor workers,
            Stages stages) {
        this.admission = admission;
        this.images = images;
        this.poses = poses;
        this.encoder = encoder;
        this.workers = workers;
        this.stages = stages;
    }

    /** Who stands how; nobody, when nobody can be made out. */
    public Uni<PoseReading> read(String field, ImageSource source) {
        return Uni.createFrom().deferred(() -> {
            Admission.Ticket place = admission.enter();
            return stages.timed(Stage.INPUT, images.load(field, source))
                    .chain(picture -> stages.timed(Stage.WAIT, place.turn())
                            .chain(() -> stages.timed(Stage.POSE, poses.read(picture))))
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
