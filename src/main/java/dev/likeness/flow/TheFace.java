package dev.likeness.flow;

import dev.likeness.error.NoFace;
import dev.likeness.pose.Face;
import dev.likeness.pose.PoseConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;

/** Which of the faces of a face image the character is known by: the largest, if it is large enough to be recognised. */
@ApplicationScoped
class TheFace {

    private final int minSide;

    TheFace(PoseConfig config) {
        this.minSide = config.minFace();
    }

    /**
     * @param found the largest first
     * @throws NoFace that says what to send instead
     */
    Face among(List<Face> found) {
        if (found.isEmpty()) {
            throw new NoFace("face_image: no face can be made out in it; send a picture that shows one face clearly,"
                    + " from the front and large enough");
        }
        Face largest = found.get(0);
        long side = Math.round(largest.side());
        if (side < minSide) {
            throw new NoFace(String.format(
                    Locale.ROOT,
                    ("face_image: %s is %d pixels large, too small to be recognised; send a picture in which the face"
                            + " takes up at least %d pixels"),
                    found.size() == 1 ? "the face in it" : "the largest of the " + found.size() + " faces in it",
                    side,
                    minSide));
        }
        return largest;
    }
}
