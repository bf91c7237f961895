package dev.likeness.pose.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.pose.Face;
import dev.likeness.pose.Joint;
import dev.likeness.pose.Keypoint;
import dev.likeness.pose.Landmark;
import dev.likeness.pose.Person;
import dev.likeness.pose.PoseReading;
import dev.likeness.pose.Skeleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The JSON of {@code POST /v1/pose} as what it was made of. What is missing in it, or is no number, is a {@link Fault}; a keypoint
 * or a face that lies nowhere ({@code NaN}, {@code Infinity}) is left out.
 */
final class PoseJson {

    private PoseJson() {}

    static PoseReading reading(JsonNode body) {
        String source = body.path("source").asText();
        return new PoseReading(
                new Skeleton(
                        body.path("width").asInt(),
                        body.path("height").asInt(),
                        items(body, "people").map(PoseJson::person).toList()),
                Arrays.stream(PoseReading.Source.values())
                        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(source))
                        .findFirst()
                        .orElseThrow(() -> wrong("no source")),
                Optional.ofNullable(body.path("doubt").textValue()));
    }

    private static Person person(JsonNode person) {
        List<Keypoint> keypoints = new ArrayList<>();
        items(person, "keypoints").forEach(point -> {
            Joint[] joints = Joint.values();
            int index = keypoints.size();
            require(index < joints.length && isNamed(point, joints[index]), "keypoints in another order");
            keypoints.add(point(point, score(point)));
        });
        require(keypoints.size() == Joint.COUNT, "a person without " + Joint.COUNT + " keypoints");
        return new Person(
                keypoints,
                points(person, "left_hand"),
                points(person, "right_hand"),
                points(person, "face"),
                score(person));
    }

    /** None, when there is no such field. */
    private static List<Keypoint> points(JsonNode person, String name) {
        List<Keypoint> points = person.has(name)
                ? items(person, name).map(point -> point(point, score(point))).toList()
                : List.of();
        boolean whole = name.equals("face") ? Person.isFace(points) : Person.isHand(points);
        require(points.isEmpty() || whole, "a " + name + " of " + points.size() + " points");
        return points;
    }

    private static boolean isNamed(JsonNode point, Joint joint) {
        return point.path("name").asText().equals(joint.name().toLowerCase(Locale.ROOT));
    }

    static List<Face> faces(JsonNode body) {
        return items(body, "faces")
                .map(PoseJson::face)
                .filter(face -> Double.isFinite(face.left() + face.top() + face.width() + face.height()))
                .toList();
    }

    private static Face face(JsonNode face) {
        double score = score(face);
        return new Face(
                number(face, "left"),
                number(face, "top"),
                number(face, "width"),
                number(face, "height"),
                Arrays.stream(Landmark.values())
                        .map(one -> landmark(face, one.name().toLowerCase(Locale.ROOT), score))
                        .toList(),
                score);
    }

    private static Keypoint landmark(JsonNode face, String name, double score) {
        return items(face, "landmarks")
                .filter(one -> one.path("name").asText().equals(name))
                .findFirst()
                .map(one -> point(one, score))
                .orElseThrow(() -> wrong("a face without " + name));
    }

    private static Keypoint point(JsonNode point, double score) {
        if (score == 0) {
            return Keypoint.MISSING;
        }
        double x = number(point, "x");
        double y = number(point, "y");
        return Double.isFinite(x) && Double.isFinite(y) ? new Keypoint(x, y, score) : Keypoint.MISSING;
    }

    private static double score(JsonNode scored) {
        double score = number(scored, "score");
        require(Double.isNaN(score) || score >= 0 && score <= 1, "a score that is not within 0 and 1");
        return Double.isNaN(score) ? 0 : score;
    }

    private static double number(JsonNode from, String name) {
        JsonNode value = from.path(name);
        require(value.isNumber(), "no number as " + name);
        return value.doubleValue();
    }

    private static Stream<JsonNode> items(JsonNode from, String name) {
        JsonNode array = from.path(name);
        require(array.isArray(), "no " + name);
        return StreamSupport.stream(array.spliterator(), false);
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw wrong(otherwise);
        }
    }

    private static Fault wrong(String what) {
        return Fault.passing("answers with " + what, null);
    }
}
