package dev.likeness.pose;

import dev.likeness.input.Picture;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds faces with BlazeFace: first in the whole picture; only when there is none, around the heads of the people that
 * the pose network sees. Not in tiles of the picture: there it takes a rocket's tip for a face.
 */
@ApplicationScoped
class BlazeFace implements LocalFaces {

    /**
     * A face smaller than this, as a share of the square it was found in, is looked at again from near: its points are
     * off by up to a third of it otherwise.
     */
    private static final double SMALL = 0.2;

    /** The side of that second look in multiples of the face's box; a face with room around it is seen best. */
    private static final double CLOSER = 3.3;

    private final PoseConfig config;
    private final Networks networks;
    private final Passes passes;

    BlazeFace(PoseConfig config, Networks networks, Passes passes) {
        this.config = config;
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
        Network network = loaded.blazeface();
        List<Face> faces = in(picture, Window.letterbox(picture.width(), picture.height()), network);
        if (faces.isEmpty()) {
            faces = in(picture, Gaze.heads(loaded.people().find(picture)), network);
        }
        return faces;
    }

    private List<Face> in(Pixels picture, List<Window> windows, Network network) {
        List<Face> faces = new ArrayList<>();
        for (Window window : windows) {
            for (Face face : in(picture, window, network)) {
                if (faces.stream().noneMatch(other -> sameFace(other, face))) {
                    faces.add(face);
                }
            }
        }
        return faces;
    }

    private List<Face> in(Pixels picture, Window window, Network network) {
        return run(picture, window, network).stream()
                .map(face -> face.height() < SMALL * window.side() ? closer(face, picture, network) : face)
                .toList();
    }

    /** The same face, looked at from near, if it is seen there. */
    private Face closer(Face face, Pixels picture, Network network) {
        Window near =
                Window.around(face.left() + face.width() / 2, face.top() + face.height() / 2, CLOSER * face.height());
        return run(picture, near, network).stream()
                .filter(again -> sameFace(face, again))
                .max(Comparator.comparingDouble(Face::area))
                .orElse(face);
    }

    private List<Face> run(Pixels picture, Window window, Network network) {
        float[] rgb = Resampling.sample(picture, window, NetworkSpec.SIDE);
        List<float[]> output = network.run(buffer -> fill(buffer, rgb));
        return BlazeFaceDecoder.decode(output.get(0), output.get(1), window, config.faceScore());
    }

    /** Values -1..1. */
    private static void fill(ByteBuffer buffer, float[] rgb) {
        for (float value : rgb) {
            buffer.putFloat(value / 127.5f - 1);
        }
    }

    /** Windows overlap, so a face may be found in several: then its nose is inside the box that is already known. */
    private static boolean sameFace(Face known, Face other) {
        double x = other.nose().x() - known.left();
        double y = other.nose().y() - known.top();
        return x >= 0 && y >= 0 && x <= known.width() && y <= known.height();
    }
}
