package dev.likeness.generation.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.error.NoFace;
import dev.likeness.error.NoPerson;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import dev.likeness.generation.Progress;
import dev.likeness.pose.Joint;
import dev.likeness.pose.Keypoint;
import dev.likeness.pose.Person;
import dev.likeness.pose.Skeleton;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewBackendTest {

    private static final List<String> POSES =
            List.of("t_pose", "yogi_squat", "warrior", "side_lunge", "crew", "soccer", "bust");

    @Test
    void theSameJobMakesTheSamePixels() {
        for (String pose : POSES) {
            assertThat(draw("a man in a green jacket", pose, 5).rgb())
                    .as(pose)
                    .isEqualTo(draw("a man in a green jacket", pose, 5).rgb());
        }
    }

    @Test
    void neighbouringSeedsDifferVisibly() {
        List<GeneratedImage.Pixels> drawn =
                List.of(draw("", "t_pose", 1), draw("", "t_pose", 2), draw("", "t_pose", 3), draw("", "t_pose", 4));

        for (int i = 0; i < drawn.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(meanDifference(drawn.get(i), drawn.get(j)))
                        .as("seeds %d and %d", i + 1, j + 1)
                        .isGreaterThan(2.5);
            }
        }
    }

    @Test
    void eachSampleIsWhatItsOwnSeedDrawsAlone() {
        GenerationJob four = Jobs.job("a dancer", Jobs.pose("t_pose"), 128, 128, 77, 4);

        List<GeneratedImage> images = events(four).stream()
                .filter(GeneratedImage.class::isInstance)
                .map(GeneratedImage.class::cast)
                .toList();

        assertThat(images).extracting(GeneratedImage::sample).containsExactly(0, 1, 2, 3);
        assertThat(images).extracting(GeneratedImage::seed).containsExactly(77L, 78L, 79L, 80L);
        GeneratedImage.Pixels alone = Jobs.draw(Jobs.job("a dancer", Jobs.pose("t_pose"), 128, 128, 79, 1));
        assertThat(((GeneratedImage.Pixels) images.get(2).content()).rgb()).isEqualTo(alone.rgb());
    }

    @Test
    void progressComesBeforeEachPicture() {
        List<GenerationEvent> events = events(Jobs.job("a dancer", Jobs.pose("t_pose"), 64, 64, 1, 2));

        assertThat(events).hasSize(8);
        assertThat(events.subList(4, 7))
                .containsExactly(new Progress(1, 1, 4), new Progress(1, 2, 4), new Progress(1, 3, 4));
        assertThat(events.get(7)).isInstanceOf(GeneratedImage.class);
    }

    @Test
    void cancellingStopsBetweenTwoSteps() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        AssertSubscriber<GenerationEvent> subscriber = new PreviewBackend(tasks::add)
                .generate(Jobs.job("a dancer", Jobs.pose("t_pose"), 64, 64, 1, 4))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        tasks.removeFirst().run();

        subscriber.cancel();
        tasks.forEach(Runnable::run);

        assertThat(subscriber.getItems()).containsExactly(new Progress(0, 1, 4));
        assertThat(tasks).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void nothingIsDrawnAheadOfItsReader() {
        AssertSubscriber<GenerationEvent> subscriber = new PreviewBackend(Runnable::run)
                .generate(Jobs.job("a dancer", Jobs.pose("t_pose"), 64, 64, 1, 4))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(0));

        subscriber.request(3);

        assertThat(subscriber.getItems()).hasSize(3);
    }

    @Test
    void nobodyInThePoseIsNoPerson() {
        Skeleton empty = new Skeleton(100, 100, List.of());
        Skeleton speck =
                new Skeleton(100, 100, List.of(new Person(Collections.nCopies(Joint.COUNT, Keypoint.MISSING), 0.9)));

        for (Optional<Skeleton> pose : List.of(Optional.of(empty), Optional.of(speck), Optional.<Skeleton>empty())) {
            failure(
                    Jobs.job("", Jobs.faceImage(), Optional.of(Jobs.face()), pose, 64, 64, 1, 1),
                    NoPerson.class,
                    "No person can be made out in pose_image; send a picture that shows one");
        }
    }

    @Test
    void noFaceIsNoFace() {
        failure(
                Jobs.job("", Jobs.faceImage(), Optional.empty(), Optional.of(Jobs.pose("t_pose")), 64, 64, 1, 1),
                NoFace.class,
                "No face can be made out in face_image; send a picture that shows one");
    }

    @ParameterizedTest
    @CsvSource({"64,64", "64,4096", "4096,64", "65,501", "1000,333"})
    void everySizeIsDrawnWholeForEveryPose(int width, int height) {
        for (String pose : POSES) {
            GeneratedImage.Pixels pixels = Jobs.draw(Jobs.job("a red dress", Jobs.pose(pose), width, height, 9, 1));

            assertThat(pixels.width()).isEqualTo(width);
            assertThat(pixels.height()).isEqualTo(height);
            assertThat(Arrays.stream(pixels.rgb()).distinct().count()).as(pose).isGreaterThan(50);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyJointsMayBeMissing(int round) {
        java.util.SplittableRandom random = new java.util.SplittableRandom(round);
        for (String pose : POSES) {
            Joint[] kept = Arrays.stream(Joint.values())
                    .filter(joint -> random.nextInt(3) > 0)
                    .toArray(Joint[]::new);

            GeneratedImage.Pixels pixels =
                    Jobs.draw(Jobs.job("a suit", Jobs.only(Jobs.pose(pose), kept), 96, 96, round, 1));

            assertThat(pixels.rgb()).doesNotContain(0);
        }
    }

    @Test
    void aBlueShirtAndRedTrousersAreSeenWhereTheyAreWorn() {
        Skeleton pose = Jobs.pose("t_pose");
        for (long seed = 1; seed <= 6; seed++) {
            GeneratedImage.Pixels pixels =
                    Jobs.draw(Jobs.job("someone in a blue shirt and red trousers", pose, 670, 649, seed, 1));
            Body body = placed(pose, 670, 649);

            double[] chest = mean(pixels, body.midShoulders().towards(body.midHips(), 0.5), 15);
            Vec hip = body.at(Joint.RIGHT_HIP), knee = body.at(Joint.RIGHT_KNEE);
            double[] thigh = mean(pixels, hip.towards(knee, 0.6), 8);

            assertThat(chest[2]).as("seed %d", seed).isGreaterThan(1.4 * chest[0]);
            assertThat(thigh[0]).as("seed %d", seed).isGreaterThan(1.8 * thigh[2]);
        }
    }

    @Test
    void theFigureFollowsThePose() {
        Skeleton pose = Jobs.pose("t_pose");
        GeneratedImage.Pixels spread = Jobs.draw(Jobs.job("an orange suit", pose, 670, 649, 3, 1));
        Body body = placed(pose, 670, 649);
        Vec wrist = body.at(Joint.LEFT_ELBOW).towards(body.at(Joint.LEFT_WRIST), 0.5);
        Skeleton noArm = withJoint(
                withJoint(pose, Joint.LEFT_ELBOW, new Keypoint(395, 200, 0.9)),
                Joint.LEFT_WRIST,
                new Keypoint(398, 285, 0.9));

        GeneratedImage.Pixels hanging = Jobs.draw(Jobs.job("an orange suit", noArm, 670, 649, 3, 1));

        double[] arm = mean(spread, wrist, 4), wall = mean(hanging, wrist, 4);
        assertThat(arm[0] - arm[2]).isGreaterThan(60);
        assertThat(Math.abs(wall[0] - wall[2])).isLessThan(60);
    }

    @Test
    void theHeadShowsTheCharactersFaceWhereThePosesHeadIs() {
        Skeleton pose = Jobs.pose("t_pose");
        GeneratedImage.Pixels pixels = Jobs.draw(Jobs.job("", pose, 1340, 1298, 3, 1));
        Head head = Head.of(placed(pose, 1340, 1298));

        // Green eyes, red mouth, dark hair and skin of the drawn face, at their places in units of the eyes' distance.
        double[] eye = mean(pixels, head.at(-0.48, 0), 2);
        double[] mouth = mean(pixels, head.at(0, 0.9), 2);
        double[] hair = mean(pixels, head.at(0, -1.4), 3);
        double[] cheek = mean(pixels, head.at(0.5, 0.5), 3);

        assertThat(eye[1]).isGreaterThan(1.5 * eye[0]);
        assertThat(mouth[0]).isGreaterThan(2 * mouth[1]);
        assertThat(hair[0] + hair[1] + hair[2]).isLessThan(150);
        assertThat(cheek[0]).isCloseTo(0xD9, within(12.0));
        assertThat(cheek[2]).isCloseTo(0x74, within(12.0));
    }

    @Test
    void theWallBehindTheCharacterIsNotCutOutWithThem() {
        Skeleton pose = Jobs.pose("t_pose");
        GeneratedImage.Pixels pixels = Jobs.draw(Jobs.job("a white shirt", pose, 1340, 1298, 3, 1));

        long blue = Arrays.stream(pixels.rgb())
                .filter(c -> Colour.blue(c) > 150 && Colour.red(c) < 80 && Colour.green(c) < 100)
                .count();

        assertThat(blue).isLessThan(60);
    }

    @Test
    void whoeverIsSeenFromBehindHasNoFace() {
        Skeleton pose = Jobs.pose("t_pose");
        Skeleton behind = mirrored(Jobs.only(
                pose,
                Arrays.stream(Joint.values())
                        .filter(j -> j != Joint.NOSE && j != Joint.LEFT_EYE && j != Joint.RIGHT_EYE)
                        .toArray(Joint[]::new)));
        GeneratedImage.Pixels pixels = Jobs.draw(Jobs.job("", behind, 1340, 1298, 3, 1));
        Head head = Head.of(placed(behind, 1340, 1298));

        double[] face = mean(pixels, head.at(0, 0.2), 20);

        assertThat(face[0] + face[1] + face[2]).isLessThan(200);
    }

    @Test
    void whoHasNoLegsInThePoseIsCutByTheLowerEdge() {
        Skeleton half = Jobs.only(
                Jobs.pose("t_pose"),
                Joint.NOSE,
                Joint.NECK,
                Joint.RIGHT_EYE,
                Joint.LEFT_EYE,
                Joint.RIGHT_SHOULDER,
                Joint.LEFT_SHOULDER,
                Joint.RIGHT_HIP,
                Joint.LEFT_HIP);

        GeneratedImage.Pixels pixels = Jobs.draw(Jobs.job("a red shirt, red trousers", half, 400, 400, 3, 1));

        double[] bottom = mean(pixels, new Vec(200, 396), 3);
        assertThat(bottom[0]).isGreaterThan(1.6 * bottom[2]);
    }

    private static GeneratedImage.Pixels draw(String prompt, String pose, long seed) {
        return Jobs.draw(Jobs.job(prompt, Jobs.pose(pose), 256, 256, seed, 1));
    }

    private static List<GenerationEvent> events(GenerationJob job) {
        return new PreviewBackend(Runnable::run)
                .generate(job)
                .collect()
                .asList()
                .await()
                .indefinitely();
    }

    private static void failure(GenerationJob job, Class<? extends Throwable> type, String message) {
        new PreviewBackend(Runnable::run)
                .generate(job)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE))
                .assertFailedWith(type, message);
    }

    private static Body placed(Skeleton pose, int width, int height) {
        return Scene.of(Jobs.job("x", pose, width, height, 1, 1)).character();
    }

    private static Skeleton withJoint(Skeleton pose, Joint joint, Keypoint place) {
        Person person = pose.people().get(0);
        List<Keypoint> keypoints = new java.util.ArrayList<>(person.keypoints());
        keypoints.set(joint.ordinal(), place);
        return new Skeleton(pose.width(), pose.height(), List.of(new Person(keypoints, person.score())));
    }

    private static Skeleton mirrored(Skeleton pose) {
        Person person = pose.people().get(0);
        List<Keypoint> keypoints = person.keypoints().stream()
                .map(k -> k.visible() ? new Keypoint(pose.width() - k.x(), k.y(), k.score()) : k)
                .toList();
        return new Skeleton(pose.width(), pose.height(), List.of(new Person(keypoints, person.score())));
    }

    private static double meanDifference(GeneratedImage.Pixels a, GeneratedImage.Pixels b) {
        double sum = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            sum += Math.abs(Colour.red(a.rgb()[i]) - Colour.red(b.rgb()[i]))
                    + Math.abs(Colour.green(a.rgb()[i]) - Colour.green(b.rgb()[i]))
                    + Math.abs(Colour.blue(a.rgb()[i]) - Colour.blue(b.rgb()[i]));
        }
        return sum / (3.0 * a.rgb().length);
    }

    /** Red, green and blue of the square around a place. */
    private static double[] mean(GeneratedImage.Pixels pixels, Vec at, int radius) {
        double[] sum = new double[3];
        int count = 0;
        for (int y = (int) at.y() - radius; y <= at.y() + radius; y++) {
            for (int x = (int) at.x() - radius; x <= at.x() + radius; x++) {
                int colour = pixels.rgb()[y * pixels.width() + x];
                sum[0] += Colour.red(colour);
                sum[1] += Colour.green(colour);
                sum[2] += Colour.blue(colour);
                count++;
            }
        }
        return new double[] {sum[0] / count, sum[1] / count, sum[2] / count};
    }
}
