package dev.likeness.pose;

import dev.likeness.input.Picture;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds faces: first in the whole picture; only when there is none, in the same from further away, and at last around the
 * heads of the people that the pose network sees. Not in tiles of the picture: there BlazeFace takes a rocket's tip for a
 * face.
 */
@ApplicationScoped
class FaceReader implements LocalFaces {

    /** The side of a second look in multiples of the face's box; a face with room around it is seen best. */
    private static final double CLOSER = 3.3;

    /**
     * The side of a look from further away in longer sides of the picture. Networks miss faces that fill a picture: of our
     * photographs cut down to the box of the face BlazeFace knows 5 of 11, but 10 with so much black around them.
     */
    private static final double FURTHER = 2;

    /**
     * Runs of the network after the first look at the whole picture, for each way of looking again: the largest faces or heads
     * have them, since a character is known by the largest face. In a crowd each small face would have one.
     */
    static final int MOST_LOOKS = 8;

    private final Networks networks;
    private final Passes passes;

    FaceReader(Networks networks, Passes passes) {
        this.networks = networks;
        this.passes = passes;
    }

    @Override
    public Uni<List<Face>> all(Picture picture) {
        return networks.loaded()
                .chain(loaded -> passes.run(() -> all(Pixels.of(picture), loaded).stream()
                        .sorted(Comparator.comparingDouble(Face::area).reversed())
                        .map(face -> face.scaled(Pixels.factor(picture)))
                        .toList()));
    }

    List<Face> all(Pixels picture, Networks.Loaded loaded) {
        Window whole = Window.letterbox(picture.width(), picture.height());
        List<Face> faces = in(picture, List.of(whole), loaded.faces());
        if (faces.isEmpty()) {
            faces = in(picture, List.of(whole.enlarged(FURTHER)), loaded.faces());
        }
        if (faces.isEmpty()) {
            List<Window> heads = Gaze.heads(loaded.people().find(picture));
            faces = in(picture, heads.subList(0, Math.min(MOST_LOOKS, heads.size())), loaded.faces());
        }
        return faces;
    }

    private static List<Face> in(Pixels picture, List<Window> windows, FaceDetector detector) {
        List<Face> faces = new ArrayList<>();
        AtomicInteger looks = new AtomicInteger(MOST_LOOKS);
        for (Window window : windows) {
            for (Face face : in(picture, window, detector, looks)) {
                if (faces.stream().noneMatch(other -> sameFace(other, face))) {
                    faces.add(face);
                }
            }
        }
        return faces;
    }

    /** @param looks how many faces may be looked at from near; the largest are */
    private static List<Face> in(Pixels picture, Window window, FaceDetector detector, AtomicInteger looks) {
        return detector.faces(picture, window).stream()
                .sorted(Comparator.comparingDouble(Face::area).reversed())
                .map(face -> face.height() < detector.small() * window.side() && looks.getAndDecrement() > 0
                        ? closer(face, picture, detector)
                        : face)
                .toList();
    }

    /** The same face, looked at from near, if it is seen there. */
    private static Face closer(Face face, Pixels picture, FaceDetector detector) {
        Window near =
                Window.around(face.left() + face.width() / 2, face.top() + face.height() / 2, CLOSER * face.height());
        return detector.faces(picture, near).stream()
                .filter(again -> sameFace(face, again))
                .max(Comparator.comparingDouble(Face::area))
                .orElse(face);
    }

    /** Windows overlap, so a face may be found in several: then its nose is inside the box that is already known. */
    private static boolean sameFace(Face known, Face other) {
        double x = other.nose().x() - known.left();
        double y = other.nose().y() - known.top();
        return x >= 0 && y >= 0 && x <= known.width() && y <= known.height();
    }
}
