package dev.likeness.pose;

import dev.likeness.input.Picture;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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
        return networks.loaded().chain(loaded -> passes.run(left -> read(picture, loaded.people(), left)));
    }

    private static PoseReading read(Picture picture, PeopleFinder people, BooleanSupplier left) {
        PoseReading reading = read(Pixels.of(picture), people, new ReadingBudget(left, System::nanoTime));
        Skeleton skeleton = reading.skeleton().enlarged(Pixels.factor(picture), picture.width(), picture.height());
        return new PoseReading(skeleton, reading.source(), reading.doubt());
    }

    static PoseReading read(Pixels picture, PeopleFinder people, ReadingBudget budget) {
        try {
            Optional<Skeleton> drawn = SkeletonReader.read(picture, budget);
            if (drawn.isPresent()) {
                return new PoseReading(drawn.get(), PoseReading.Source.SKELETON_IMAGE);
            }
        } catch (UnreadableDrawing e) {
            return new PoseReading(
                    new Skeleton(picture.width(), picture.height(), List.of()),
                    PoseReading.Source.SKELETON_IMAGE,
                    Optional.of(e.getMessage()));
        }
        budget.check();
        List<Person> found = people.find(picture);
        return new PoseReading(
                new Skeleton(picture.width(), picture.height(), found),
                PoseReading.Source.NETWORK,
                found.isEmpty() && SkeletonReader.colourless(picture)
                        ? Optional.of("it has no colours, which tell its joints apart")
                        : Optional.empty());
    }
}
