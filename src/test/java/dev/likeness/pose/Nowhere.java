package dev.likeness.pose;

import dev.likeness.input.Picture;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** No other deployment. */
enum Nowhere implements PassElsewhere {
    ELSE;

    @Override
    public boolean configured() {
        return false;
    }

    @Override
    public Uni<PoseReading> people(Picture picture) {
        throw new AssertionError();
    }

    @Override
    public Uni<List<Face>> faces(Picture picture) {
        throw new AssertionError();
    }
}
