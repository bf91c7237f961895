package dev.likeness.pose;

import dev.likeness.input.Picture;
import io.smallrye.mutiny.Uni;

/** Reads who stands how in a picture. */
public interface PoseEstimator {

    /**
     * Reads the pose off the event loop. A picture with nobody in it is a reading without people, not a failure; one that
     * cannot be decoded fails as {@link Picture#decode()} does. Fails with {@link dev.likeness.error.BackendUnavailable} when
     * the pass is another deployment's, which is down, and nobody stands in for it here. Cancelling gives up a pass that has
     * not begun, and breaks off one elsewhere, unless somebody else waits for the same picture.
     */
    Uni<PoseReading> read(Picture picture);

    /** Whether another deployment reads: {@code likeness.pose.remote.url} names one. */
    default boolean isElsewhere() {
        return false;
    }

    /**
     * Whether who generates shall read poses and faces when nobody could here: {@code likeness.pose.on-failure} is {@code
     * comfyui}, and the pass may fail at all.
     */
    default boolean leavesFailuresToBackend() {
        return false;
    }
}
