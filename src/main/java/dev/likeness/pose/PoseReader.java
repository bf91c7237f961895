package dev.likeness.pose;

import dev.likeness.input.Picture;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Reads poses with the configured networks, and skeleton images without them. */
@ApplicationScoped
class PoseReader implements LocalPoses {

    private final Networks networks;
    private final Passes passes;

    PoseReader(Networks networks, Passes passes) {
        this.networks = networks;
        this.passes = passes;
    }

    @Override
    public Uni<PoseReading> read(Picture picture) {
        return networks.loaded().chain(loaded -> passes.run(() -> read(picture, loaded.people())));
    }

    private static PoseReading read(Picture picture, PeopleFinder people) {
        PoseReading reading = read(Pixels.of(picture), people);
        Skeleton skeleton = reading.skeleton().enlarged(Pixels.factor(picture), picture.width(), picture.height());
        return new PoseReading(skeleton, reading.source(), reading.doubt());
    }

    static PoseReading read(Pixels picture, PeopleFinder people) {
        Optional<Skeleton> drawn = SkeletonReader.read(picture);
        return drawn.isPresent()
                ? new PoseReading(drawn.get(), PoseReading.Source.SKELETON_IMAGE)
                : new PoseReading(
                        new Skeleton(picture.width(), picture.height(), people.find(picture)),
                        PoseReading.Source.NETWORK);
    }
}
