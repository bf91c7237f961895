package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What networks of each format would give for people whose places are known. */
class TensorsTest {

    private static final int CELLS = 46;
    private static final int SIDE = CELLS * OpenPose.STRIDE;
    private static final PoseFormat.Thresholds THRESHOLDS = new PoseFormat.Thresholds(0.4, 0.1);

    private static final double[][] BODY = SyntheticMaps.BODY;

    private final SyntheticMaps maps = new SyntheticMaps(CELLS, CELLS);

    @Test
    void everyJointIsFoundToAFractionOfACell() {
        maps.person(20.3, 15.7);

        Person person = decoded(SIDE, SIDE).get(0);

        for (int joint = 0; joint < Joint.COUNT; joint++) {
            Keypoint found = person.keypoints().get(joint);
            assertThat(found.x()).as("%d", joint).isCloseTo((20.3 + BODY[joint][0] + 0.5) * 8, within(0.4));
            assertThat(found.y()).as("%d", joint).isCloseTo((15.7 + BODY[joint][1] + 0.5) * 8, within(0.4));
        }
    }

    @Test
    void sixPeopleAreTakenApart() {
        for (int i = 0; i < 6; i++) {
            maps.person(5 + 9 * (i % 5), i < 5 ? 6 : 27);
        }

        List<Person> people = decoded(SIDE, SIDE);

        assertThat(people).hasSize(6).allSatisfy(person -> assertThat(person.keypoints())
                .allMatch(Keypoint::visible));
    }

    @Test
    void coordinatesAreThoseOfTheLetterboxedPicture() {
        maps.person(20, 12);

        Keypoint neck = decoded(2 * SIDE, SIDE).get(0).at(Joint.NECK);

        assertThat(neck.x()).isCloseTo(20.5 * 8 * 2, within(0.8));
        assertThat(neck.y()).isCloseTo(12.5 * 8 * 2, within(0.8));
    }

    @Test
    void fewerThanFourJointsAreNobody() {
        for (int joint : new int[] {1, 2, 3}) {
            maps.blob(joint, 20 + BODY[joint][0], 20 + BODY[joint][1]);
        }
        maps.limb(12, 20, 20, 18, 20);
        maps.limb(14, 18, 20, 17, 23);

        assertThat(decoded(SIDE, SIDE)).isEmpty();
    }

    @Test
    void jointsWithoutFieldsBetweenThemAreNobody() {
        for (int joint = 0; joint < Joint.COUNT; joint++) {
            maps.blob(joint, 20 + BODY[joint][0], 20 + BODY[joint][1]);
        }

        assertThat(decoded(SIDE, SIDE)).isEmpty();
    }

    @Test
    void aLimbOfMoreThanHalfThePictureCountsLess() {
        maps.limb(12, 2, 20, 40, 20);
        Affinity affinity = new Affinity(maps.pafs(), CELLS, CELLS, CELLS);
        Peak from = new Peak(2, 20, 1), to = new Peak(40, 20, 1), near = new Peak(20, 20, 1);

        assertThat(score(affinity, from, near)).isCloseTo(1, within(1e-6));
        assertThat(score(affinity, from, to)).isCloseTo(1 + 0.5 * CELLS / 38 - 1, within(1e-6));
        assertThat(affinity.connections(Affinity.Field.RIGHT_COLLAR, List.of(to), List.of(from)))
                .isEmpty();
    }

    private static double score(Affinity affinity, Peak from, Peak to) {
        return affinity.connections(Affinity.Field.RIGHT_COLLAR, List.of(from), List.of(to))
                .get(0)
                .score();
    }

    @Test
    void simCcIsReadInHalfPixelsOfTheFrameForEachPersonOfABatch() {
        Frame frame = new Frame(100, 50, 2, 192, 256);
        float[] x = new float[2 * 17 * 384], y = new float[2 * 17 * 512];
        int second = 17 + 5;
        x[second * 384 + 101] = 0.9f;
        y[second * 512 + 200] = 0.6f;

        Keypoint point = SimCc.decode(x, y, 17, 1, frame).get(5);

        assertThat(point.x()).isEqualTo(100 + (50.5 + 0.5) * 2);
        assertThat(point.y()).isEqualTo(50 + (100 + 0.5) * 2);
        assertThat(point.score()).isCloseTo(0.6, within(1e-6));
        assertThat(SimCc.decode(x, y, 17, 0, frame).get(5).score()).isZero();
    }

    @Test
    void aDetectorsRowsAreBoxesInThePictureAndOverlappingOnesAreOne() {
        float[] rows = new float[8400 * 85];
        int second = 6400 + 40 * 3 + 2;
        row(rows, second, 0.9f);
        row(rows, second + 1, 0.5f);
        rows[(second + 1) * 85] = -1;
        row(rows, 0, 0.2f);

        List<Box> boxes = Yolox.decode(FloatBuffer.wrap(rows), Frame.cornered(1280, 640, 640, 640), 0.3);

        assertThat(boxes).singleElement().satisfies(box -> {
            assertThat(box.left()).isCloseTo((2 * 16 - 32) * 2, within(1e-3));
            assertThat(box.bottom()).isCloseTo((3 * 16 + 32) * 2, within(1e-3));
            assertThat(box.score()).isCloseTo(0.9, within(1e-6));
        });
    }

    @Test
    void wholeBodyPointsAreJointsHandsAndFaceAndThoseBelowTheScoreAreMissing() {
        List<Keypoint> points = new ArrayList<>();
        for (int i = 0; i < SimCc.WHOLE_BODY; i++) {
            points.add(new Keypoint(i, i, i == 132 || i >= 91 && i < 112 ? 0.2 : 0.9));
        }

        Person person = WholeBody.person(points, 0.8, 200, 200, 0.3);

        assertThat(Map.of(
                        "neck", person.at(Joint.NECK).x(),
                        "right wrist", person.at(Joint.RIGHT_WRIST).x(),
                        "face", person.face().get(0).x(),
                        "right hand", person.rightHand().get(0).x()))
                .isEqualTo(Map.of("neck", 5.5, "right wrist", 10.0, "face", 23.0, "right hand", 112.0));
        assertThat(person.leftHand()).isEmpty();
        assertThat(person.face()).hasSize(68);
        assertThat(person.rightHand().get(20)).isEqualTo(Keypoint.MISSING);
    }

    private static void row(float[] rows, int index, float score) {
        rows[index * 85 + 2] = (float) Math.log(4);
        rows[index * 85 + 3] = (float) Math.log(4);
        rows[index * 85 + 4] = 1;
        rows[index * 85 + 5] = score;
    }

    private List<Person> decoded(int width, int height) {
        return OpenPose.decode(
                maps.heatmaps(), maps.pafs(), Frame.cornered(width, height, SIDE, SIDE), width, height, THRESHOLDS);
    }
}
