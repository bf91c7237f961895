package dev.likeness.pose;

import dev.likeness.input.Picture;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Finds the faces that a character may be known by. */
public interface FaceFinder {

    /**
     * The faces of the picture, the largest first, found off the event loop. A picture that cannot be decoded fails as {@link
     * Picture#decode()} does; otherwise it fails as {@link PoseEstimator#read} does.
     */
    Uni<List<Face>> all(Picture picture);
}
