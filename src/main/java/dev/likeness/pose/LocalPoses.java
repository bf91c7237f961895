package dev.likeness.pose;

import dev.likeness.input.Picture;
import io.smallrye.mutiny.Uni;

/** Reads poses with the networks of this process; as {@link PoseEstimator} does otherwise. */
interface LocalPoses {

    Uni<PoseReading> read(Picture picture);
}
