package dev.likeness.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestConfig;
import dev.likeness.error.NoFace;
import dev.likeness.pose.Face;
import dev.likeness.pose.Keypoint;
import dev.likeness.pose.PoseConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TheFaceTest {

    private final TheFace theFace =
            new TheFace(TestConfig.of(PoseConfig.class, Map.of("likeness.pose.min-face", "50")));

    @Test
    void is_the_largest() {
        Face largest = face(80, 70);

        assertThat(theFace.among(List.of(largest, face(60, 60)))).isSameAs(largest);
    }

    @Test
    void is_as_large_as_its_longer_side() {
        assertThat(theFace.among(List.of(face(20, 50))).height()).isEqualTo(50);
    }

    @Test
    void where_there_is_none_the_caller_is_told_what_to_send() {
        assertThatThrownBy(() -> theFace.among(List.of()))
                .isInstanceOf(NoFace.class)
                .hasMessage(
                        "face_image: no face can be made out in it; send a picture that shows one face clearly, from"
                                + " the front and large enough");
    }

    @Test
    void that_is_too_small_is_told_from_none_with_how_large_it_has_to_be() {
        assertThatThrownBy(() -> theFace.among(List.of(face(48, 49))))
                .isInstanceOf(NoFace.class)
                .hasMessage(
                        "face_image: the face in it is 49 pixels large, too small to be recognised; send a picture in"
                                + " which the face takes up at least 50 pixels");
        assertThatThrownBy(() -> theFace.among(List.of(face(48, 49), face(20, 20))))
                .hasMessageContaining("the largest of the 2 faces in it");
    }

    private static Face face(double width, double height) {
        Keypoint here = new Keypoint(10, 10, 1);
        return new Face(0, 0, width, height, List.of(here, here, here, here, here), 1);
    }
}
