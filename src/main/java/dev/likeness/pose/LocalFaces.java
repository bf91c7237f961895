package dev.likeness.pose;

import dev.likeness.input.Picture;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Finds faces with the networks of this process; as {@link FaceFinder} does otherwise. */
interface LocalFaces {

    Uni<List<Face>> all(Picture picture);
}
