package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FacePointsTest {

    private static final Keypoint RIGHT_MOUTH = new Keypoint(90, 150, 0.8);
    private static final Keypoint LEFT_MOUTH = new Keypoint(130, 155, 0.8);

    @Test
    void theCornersOfTheMouthAreThoseOfTheFaceWhereThereIsOne() {
        FacePoints points = FacePoints.of(person(
                        Map.of(Joint.RIGHT_EYE, at(80, 100), Joint.LEFT_EYE, at(140, 100), Joint.NOSE, at(110, 125)),
                        Map.of(48, RIGHT_MOUTH, 54, LEFT_MOUTH)))
                .orElseThrow();

        assertThat(points.rightMouth()).isEqualTo(RIGHT_MOUTH);
        assertThat(points.leftMouth()).isEqualTo(LEFT_MOUTH);
        assertThat(points.nose()).isEqualTo(at(110, 125));
    }

    @Test
    void aCornerThatTheFaceDoesNotShowIsPutWhereFacesHaveIt() {
        Map<Joint, Keypoint> joints =
                Map.of(Joint.RIGHT_EYE, at(80, 100), Joint.LEFT_EYE, at(140, 100), Joint.NOSE, at(110, 125));

        FacePoints half = FacePoints.of(person(joints, Map.of(48, RIGHT_MOUTH))).orElseThrow();

        assertThat(half.rightMouth()).isEqualTo(RIGHT_MOUTH);
        assertThat(half.leftMouth())
                .isEqualTo(FacePoints.of(person(joints, Map.of())).orElseThrow().leftMouth());
    }

    @Test
    void eyesAndNoseThatThePoseMissesAreTakenFromTheFace() {
        Map<Integer, Keypoint> face = new HashMap<>(Map.of(30, at(110, 125), 48, RIGHT_MOUTH, 54, LEFT_MOUTH));
        for (int i = 0; i < 6; i++) {
            face.put(36 + i, at(75 + 2 * i, 100));
            face.put(42 + i, at(135 + 2 * i, 101));
        }

        FacePoints points = FacePoints.of(person(Map.of(), face)).orElseThrow();

        assertThat(points.rightEye()).isEqualTo(at(80, 100));
        assertThat(points.leftEye()).isEqualTo(at(140, 101));
        assertThat(points.nose()).isEqualTo(at(110, 125));
    }

    @Test
    void anEyeOfWhichAPointIsMissingIsNone() {
        Map<Integer, Keypoint> face = new HashMap<>(Map.of(30, at(110, 125)));
        for (int i = 0; i < 5; i++) {
            face.put(36 + i, at(75 + 2 * i, 100));
            face.put(42 + i, at(135 + 2 * i, 101));
        }

        assertThat(FacePoints.of(person(Map.of(), face))).isEmpty();
    }

    private static Person person(Map<Joint, Keypoint> joints, Map<Integer, Keypoint> face) {
        List<Keypoint> body = new ArrayList<>(Collections.nCopies(Joint.COUNT, Keypoint.MISSING));
        joints.forEach((joint, point) -> body.set(joint.ordinal(), point));
        List<Keypoint> points = new ArrayList<>(Collections.nCopies(68, Keypoint.MISSING));
        face.forEach(points::set);
        return new Person(body, List.of(), List.of(), points, 1);
    }

    private static Keypoint at(double x, double y) {
        return new Keypoint(x, y, 1);
    }
}
