package dev.likeness.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.pose.Face;
import dev.likeness.pose.Joint;
import dev.likeness.pose.Keypoint;
import dev.likeness.pose.Person;
import dev.likeness.pose.PoseReading;
import dev.likeness.requests.FaceData;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A pose as JSON. Registered by hand, since {@code Response} hides it from the build.
 *
 * @param width of the upright picture, in pixels
 * @param height of the upright picture, in pixels
 * @param source {@code network} or {@code skeleton_image}
 * @param doubt why the drawing of a skeleton could not be read; absent otherwise
 * @param faces the largest first; null when they were not asked for
 */
@RegisterForReflection(
        targets = {PoseBody.class, PoseBody.PersonBody.class, PoseBody.KeypointBody.class, PoseBody.PointBody.class})
record PoseBody(
        int width,
        int height,
        String source,
        List<PersonBody> people,
        @JsonInclude(JsonInclude.Include.NON_NULL) String doubt,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<ObjectNode> faces) {

    /**
     * @param keypoints 18, in the order of {@link Joint}
     * @param leftHand 21 points; absent, as are the other two, when the network does not look for them or finds none
     * @param rightHand 21 points
     * @param face 68 or 70 points
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record PersonBody(
            double score,
            List<KeypointBody> keypoints,
            @JsonProperty("left_hand") List<PointBody> leftHand,
            @JsonProperty("right_hand") List<PointBody> rightHand,
            List<PointBody> face) {}

    /** @param score 0 when the joint was not found; x and y mean nothing then */
    record KeypointBody(String name, double x, double y, double score) {}

    /** @param score 0 when the point was not found; x and y mean nothing then */
    record PointBody(double x, double y, double score) {}

    static PoseBody of(PoseReading reading, Optional<List<Face>> faces) {
        return new PoseBody(
                reading.skeleton().width(),
                reading.skeleton().height(),
                reading.source().name().toLowerCase(Locale.ROOT),
                reading.skeleton().people().stream().map(PoseBody::person).toList(),
                reading.doubt().orElse(null),
                faces.map(found -> found.stream().map(FaceData::of).toList()).orElse(null));
    }

    private static PersonBody person(Person person) {
        return new PersonBody(
                rounded(person.score()),
                IntStream.range(0, Joint.COUNT)
                        .mapToObj(i ->
                                keypoint(Joint.values()[i], person.keypoints().get(i)))
                        .toList(),
                points(person.leftHand()),
                points(person.rightHand()),
                points(person.face()));
    }

    private static KeypointBody keypoint(Joint joint, Keypoint keypoint) {
        return new KeypointBody(
                joint.name().toLowerCase(Locale.ROOT),
                rounded(keypoint.x()),
                rounded(keypoint.y()),
                rounded(keypoint.score()));
    }

    private static List<PointBody> points(List<Keypoint> points) {
        return points.stream()
                .map(point -> new PointBody(rounded(point.x()), rounded(point.y()), rounded(point.score())))
                .toList();
    }

    /** More digits than three say nothing: a thousandth of a pixel. */
    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
