package dev.likeness.pose;

import dev.likeness.input.Picture;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads poses with MoveNet MultiPose, and skeleton images without it. */
@ApplicationScoped
class MoveNet implements LocalPoses {

    /**
     * A person smaller than this, as a share of the picture's longer side, is looked at again from near: their joints
     * jitter half as much then. Larger ones would only be cut off.
     */
    private static final double SMALL = 0.6;

    /** The side of that second look in multiples of the person's box. */
    private static final double CLOSER = 1.35;

    /** Boxes that overlap this much (intersection over union) are the same person's. */
    private static final double SAME = 0.5;

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
        return networks.loaded().chain(loaded -> passes.run(() -> read(picture, loaded.movenet())));
    }

    private PoseReading read(Picture picture, Network network) {
        PoseReading reading = read(Pixels.of(picture), network);
        Skeleton skeleton = reading.skeleton().enlarged(Pixels.factor(picture), picture.width(), picture.height());
        return new PoseReading(skeleton, reading.source());
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
        Window whole = Window.letterbox(picture.width(), picture.height());
        return in(picture, whole, network).stream()
                .map(person -> person.side() < SMALL * whole.side() ? closer(person, picture, network) : person)
                .toList();
    }

    /** The same person, looked at from near, if they are recognised there. */
    private Detection closer(Detection person, Pixels picture, Network network) {
        Window near = Window.around(
                (person.left() + person.right()) / 2, (person.top() + person.bottom()) / 2, CLOSER * person.side());
        return in(picture, near, network).stream()
                .max(Comparator.comparingDouble(person::overlap))
                .filter(again -> person.overlap(again) >= SAME)
                .map(again -> again.scored(Math.max(person.score(), again.score())))
                .orElse(person);
    }

    private List<Detection> in(Pixels picture, Window window, Network network) {
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
