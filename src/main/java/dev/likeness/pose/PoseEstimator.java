package dev.likeness.pose;

import dev.likeness.input.Picture;
import io.smallrye.mutiny.Uni;

/** Reads who stands how in a picture. */
public interface PoseEstimator {

    /**
     * Reads the pose off the event loop. A picture with nobody in it is a reading without people, not a failure; one that
     * cannot be decoded fails as {@link Picture#decode()} does. Cancelling gives up a pass that has not begun.
     */
    Uni<PoseReading> read(Picture picture);
}
