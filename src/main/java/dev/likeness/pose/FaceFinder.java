package dev.likeness.pose;

import dev.likeness.input.Picture;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Finds the face that a character is known by. */
public interface FaceFinder {

    /**
     * The largest face of the picture, read off the event loop; empty when there is none. A picture that cannot be decoded
     * fails as {@link Picture#decode()} does.
     */
    Uni<Optional<Face>> largest(Picture picture);
}
