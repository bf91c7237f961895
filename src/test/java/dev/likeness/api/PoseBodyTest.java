package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.pose.Joint;
import dev.likeness.pose.Keypoint;
import dev.likeness.pose.Person;
import dev.likeness.pose.PoseReading;
import dev.likeness.pose.Skeleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoseBodyTest {

    private static final List<Keypoint> JOINTS = Collections.nCopies(Joint.COUNT, new Keypoint(1.23456, 2, 0.5));

    @Test
    void aPersonWithoutHandsAndFaceIsWhatItAlwaysWas() {
        JsonNode person = person(new Person(JOINTS, 0.75));

        assertThat(person.fieldNames()).toIterable().containsExactly("score", "keypoints");
        assertThat(person.get("keypoints")).hasSize(18);
        assertThat(person.get("keypoints").get(0))
                .hasToString("{\"name\":\"nose\",\"x\":1.235,\"y\":2.0,\"score\":0.5}");
    }

    @Test
    void handsAndFaceAreTheirPointsInOrderMissingOnesIncluded() {
        List<Keypoint> hand = new ArrayList<>(Collections.nCopies(Person.HAND, new Keypoint(10, 20, 0.9)));
        hand.set(20, Keypoint.MISSING);
        JsonNode person =
                person(new Person(JOINTS, hand, List.of(), Collections.nCopies(68, new Keypoint(5, 6, 0.4)), 0.75));

        assertThat(person.fieldNames()).toIterable().containsExactly("score", "keypoints", "left_hand", "face");
        assertThat(person.get("left_hand")).hasSize(21);
        assertThat(person.get("left_hand").get(0)).hasToString("{\"x\":10.0,\"y\":20.0,\"score\":0.9}");
        assertThat(person.get("left_hand").get(20)).hasToString("{\"x\":0.0,\"y\":0.0,\"score\":0.0}");
        assertThat(person.get("face")).hasSize(68);
    }

    private static JsonNode person(Person person) {
        PoseReading reading = new PoseReading(new Skeleton(100, 100, List.of(person)), PoseReading.Source.NETWORK);
        return new ObjectMapper()
                .valueToTree(PoseBody.of(reading, Optional.empty()))
                .at("/people/0");
    }
}
