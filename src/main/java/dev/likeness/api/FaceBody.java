package dev.likeness.api;

import dev.likeness.pose.Face;
import dev.likeness.pose.Keypoint;
import dev.likeness.pose.Landmark;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A face as JSON. Registered by hand, since no signature of a resource shows it to the build.
 *
 * @param left of its box, pixels of the upright picture
 * @param top of its box, pixels
 * @param width of its box, pixels
 * @param height of its box, pixels
 * @param landmarks five, in the order of {@link Landmark}
 */
@RegisterForReflection(targets = {FaceBody.class, FaceBody.LandmarkBody.class})
record FaceBody(double score, double left, double top, double width, double height, List<LandmarkBody> landmarks) {

    record LandmarkBody(String name, double x, double y) {}

    static FaceBody of(Face face) {
        return new FaceBody(
                PoseBody.rounded(face.score()),
                PoseBody.rounded(face.left()),
                PoseBody.rounded(face.top()),
                PoseBody.rounded(face.width()),
                PoseBody.rounded(face.height()),
                Arrays.stream(Landmark.values())
                        .map(landmark -> landmark(landmark, face.at(landmark)))
                        .toList());
    }

    private static LandmarkBody landmark(Landmark landmark, Keypoint point) {
        return new LandmarkBody(
                landmark.name().toLowerCase(Locale.ROOT), PoseBody.rounded(point.x()), PoseBody.rounded(point.y()));
    }
}
