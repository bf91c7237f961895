package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MoveNetDecoderTest {

    private static final int LEFT_SHOULDER = 5;
    private static final int RIGHT_SHOULDER = 6;

    private final float[] output = new float[6 * 56];

    @Test
    void jointsAndBoxesAreMappedOutOfTheLetterbox() {
        slot(0, 0.5f, 0.5f, 0.9f);
        Detection person =
                MoveNetDecoder.decode(output, Window.letterbox(1000, 500), 0.25).get(0);
        assertThat(person.joints()).hasSize(17);
        assertThat(person.joints().get(0).x()).isCloseTo(500, within(1e-3));
        assertThat(person.joints().get(0).y()).isCloseTo(250, within(1e-3));
        assertThat(person.left()).isCloseTo(400, within(1e-3));
        assertThat(person.bottom()).isCloseTo(350, within(1e-3));
        assertThat(person.score()).isCloseTo(0.9, within(1e-6));
    }

    @Test
    void aPersonCountsFromTheScoreOnTheSurestFirst() {
        slot(0, 0.2f, 0.2f, 0.24f);
        slot(1, 0.2f, 0.8f, 0.25f);
        slot(2, 0.8f, 0.8f, 0.7f);
        assertThat(MoveNetDecoder.decode(output, Window.letterbox(100, 100), 0.25))
                .extracting(Detection::score)
                .satisfiesExactly(score -> assertThat(score).isCloseTo(0.7, within(1e-6)), score -> assertThat(score)
                        .isCloseTo(0.25, within(1e-6)));
    }

    @Test
    void whoIsReportedTwiceCountsOnce() {
        slot(0, 0.5f, 0.5f, 0.6f);
        slot(3, 0.505f, 0.502f, 0.8f);
        assertThat(MoveNetDecoder.decode(output, Window.letterbox(300, 300), 0.25))
                .singleElement()
                .satisfies(person -> assertThat(person.score()).isCloseTo(0.8, within(1e-6)));
    }

    @Test
    void twoWhoOverlapCountTwice() {
        slot(0, 0.5f, 0.5f, 0.6f);
        slot(1, 0.5f, 0.6f, 0.8f);
        assertThat(MoveNetDecoder.decode(output, Window.letterbox(300, 300), 0.25))
                .hasSize(2);
    }

    @Test
    void theNeckIsHalfWayBetweenTheShouldersAndAsSureAsTheLessSureOne() {
        slot(0, 0.5f, 0.5f, 0.9f);
        joint(0, LEFT_SHOULDER, 0.4f, 0.6f, 0.9f);
        joint(0, RIGHT_SHOULDER, 0.44f, 0.4f, 0.5f);
        Keypoint neck = person(100, 100).at(Joint.NECK);
        assertThat(neck.x()).isCloseTo(50, within(1e-3));
        assertThat(neck.y()).isCloseTo(42, within(1e-3));
        assertThat(neck.score()).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void withoutAShoulderThereIsNoNeck() {
        slot(0, 0.5f, 0.5f, 0.9f);
        joint(0, LEFT_SHOULDER, 0.4f, 0.6f, 0.1f);
        Person person = person(100, 100);
        assertThat(person.at(Joint.LEFT_SHOULDER)).isEqualTo(Keypoint.MISSING);
        assertThat(person.at(Joint.NECK)).isEqualTo(Keypoint.MISSING);
        assertThat(person.at(Joint.RIGHT_SHOULDER).visible()).isTrue();
    }

    @Test
    void everyCocoJointBecomesTheOpenPoseJointOfItsName() {
        List<Joint> coco = List.of(
                Joint.NOSE,
                Joint.LEFT_EYE,
                Joint.RIGHT_EYE,
                Joint.LEFT_EAR,
                Joint.RIGHT_EAR,
                Joint.LEFT_SHOULDER,
                Joint.RIGHT_SHOULDER,
                Joint.LEFT_ELBOW,
                Joint.RIGHT_ELBOW,
                Joint.LEFT_WRIST,
                Joint.RIGHT_WRIST,
                Joint.LEFT_HIP,
                Joint.RIGHT_HIP,
                Joint.LEFT_KNEE,
                Joint.RIGHT_KNEE,
                Joint.LEFT_ANKLE,
                Joint.RIGHT_ANKLE);
        slot(0, 0.5f, 0.5f, 0.9f);
        for (int i = 0; i < coco.size(); i++) {
            joint(0, i, 0.1f, 0.05f * i, 0.9f);
        }
        Person person = person(1000, 1000);
        for (int i = 0; i < coco.size(); i++) {
            assertThat(person.at(coco.get(i)).x()).as("%s", coco.get(i)).isCloseTo(50 * i, within(0.01));
        }
    }

    @Test
    void aJointBesideThePictureIsMissingAndOneOnItsEdgeIsNot() {
        slot(0, 0.5f, 0.5f, 0.9f);
        joint(0, 0, 0.1f, 0.5f, 0.9f);
        joint(0, 1, 0.249f, 0.5f, 0.9f);
        Person person = MoveNetDecoder.decode(output, Window.letterbox(1000, 500), 0.25)
                .get(0)
                .person(1000, 500, 0.2);
        assertThat(person.at(Joint.NOSE)).isEqualTo(Keypoint.MISSING);
        assertThat(person.at(Joint.LEFT_EYE).y()).isZero();
    }

    @Test
    void anOutputOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MoveNetDecoder.decode(new float[56], Window.letterbox(9, 9), 0.25));
    }

    private Person person(int width, int height) {
        return MoveNetDecoder.decode(output, Window.letterbox(width, height), 0.25)
                .get(0)
                .person(width, height, 0.2);
    }

    /** A person whose joints all lie around a place, in a box of a fifth of the square. */
    private void slot(int slot, float y, float x, float score) {
        for (int joint = 0; joint < 17; joint++) {
            joint(slot, joint, y, x, 0.8f);
        }
        int box = slot * 56 + 51;
        output[box] = y - 0.1f;
        output[box + 1] = x - 0.1f;
        output[box + 2] = y + 0.1f;
        output[box + 3] = x + 0.1f;
        output[box + 4] = score;
    }

    private void joint(int slot, int joint, float y, float x, float score) {
        int i = slot * 56 + joint * 3;
        output[i] = y;
        output[i + 1] = x;
        output[i + 2] = score;
    }
}
