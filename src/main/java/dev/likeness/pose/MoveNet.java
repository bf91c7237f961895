package dev.likeness.pose;

import dev.likeness.input.Picture;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Reads poses with MoveNet MultiPose, and skeleton images without it. */
@ApplicationScoped
class MoveNet implements PoseEstimator {

    private final PoseConfig config;
    private final Networks networks;
    private final Passes passes;

    MoveNet(PoseConfig config, Networks networks, Passes passes) {
        this.config = config;
        this.networks = networks;
        this.passes = passes;
    }

    @Override
    public Uni<PoseReading> read(Picture picture) {
        return networks.loaded().chain(loaded -> passes.run(() -> read(Pixels.of(picture.decode()), loaded.movenet())));
    }

    PoseReading read(Pixels picture, Network network) {
        Optional<Skeleton> drawn = SkeletonReader.read(picture);
        if (drawn.isPresent()) {
            return new PoseReading(drawn.get(), PoseReading.Source.SKELETON_IMAGE);
        }
        List<Person> people = detect(picture, network).stream()
                .map(detection -> detection.person(picture.width(), picture.height(), config.jointScore()))
                .filter(person -> person.keypoints().stream().anyMatch(Keypoint::visible))
                .toList();
        return new PoseReading(new Skeleton(picture.width(), picture.height(), people), PoseReading.Source.NETWORK);
    }

    /** The people of a picture, the surest first. */
    List<Detection> detect(Pixels picture, Network network) {
        Window window = Window.letterbox(picture.width(), picture.height());
        float[] rgb = Resampling.sample(picture, window, NetworkSpec.SIDE);
        float[] output = network.run(buffer -> fill(buffer, rgb)).get(0);
        return MoveNetDecoder.decode(output, window, config.personScore());
    }

    /** Whole numbers 0..255. */
    private static void fill(ByteBuffer buffer, float[] rgb) {
        for (float value : rgb) {
            buffer.putInt(Math.round(value));
        }
    }
}
