package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.ParameterizedTest;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SkeletonRendererTest {

    @Test
    void aLimbIsTheJointColourDarkenedAndTheJointsLieOverIt() {
        BufferedImage image = SkeletonRenderer.draw(skeleton(person(Joint.NECK, 20, 50, Joint.RIGHT_SHOULDER, 80, 50)));
        assertThat(rgb(image, 50, 50)).isEqualTo(0x990000);
        assertThat(rgb(image, 20, 50)).isEqualTo(0xff5500);
        assertThat(rgb(image, 80, 50)).isEqualTo(0xffaa00);
        assertThat(rgb(image, 5, 5)).isZero();
    }

    @Test
    void aLimbIsFourPixelsThickToEachSideInItsMiddleAndEndsInPoints() {
        BufferedImage image =
                SkeletonRenderer.draw(skeleton(person(Joint.RIGHT_HIP, 10, 50, Joint.RIGHT_KNEE, 90, 50)));
        assertThat(thickness(image, 50)).isEqualTo(9);
        assertThat(thickness(image, 20)).isBetween(5, 7);
    }

    @Test
    void scaledSticksGrowWithThePictureAndJointsDoNot() {
        assertThat(SkeletonRenderer.Sticks.SCALED.halfWidth(300, 499)).isEqualTo(4);
        assertThat(SkeletonRenderer.Sticks.SCALED.halfWidth(512, 300)).isEqualTo(8);
        assertThat(SkeletonRenderer.Sticks.SCALED.halfWidth(768, 1024)).isEqualTo(12);
        assertThat(SkeletonRenderer.Sticks.SCALED.halfWidth(9000, 100)).isEqualTo(28);
        assertThat(SkeletonRenderer.Sticks.STANDARD.halfWidth(9000, 100)).isEqualTo(4);
    }

    /** ControlNet's preprocessors draw 4 pixels to each side at 512 pixels of the shorter side, and enlarge that. */
    @ParameterizedTest
    @CsvSource({"300, 256, 9", "512, 512, 9", "1024, 1536, 17", "4320, 2880, 47"})
    void aDrawnPoseHasLimbsThatGrowWithThePicture(int width, int height, int thickness) {
        List<Keypoint> keypoints = new ArrayList<>(Collections.nCopies(Joint.COUNT, Keypoint.MISSING));
        keypoints.set(Joint.NECK.ordinal(), new Keypoint(width * 0.1, height / 2, 1));
        keypoints.set(Joint.RIGHT_SHOULDER.ordinal(), new Keypoint(width * 0.9, height / 2, 1));
        int[] pixels = SkeletonRenderer.pixels(
                new Skeleton(width, height, List.of(new Person(keypoints, 1))), EnumSet.of(BodyPart.BODY));

        int drawn = 0, joint = 0;
        for (int y = 0; y < height; y++) {
            drawn += pixels[y * width + width / 2] == 0 ? 0 : 1;
            joint += pixels[y * width + (int) (width * 0.1)] == 0 ? 0 : 1;
        }
        assertThat(drawn).isBetween(thickness - 2, thickness);
        assertThat(joint).isBetween(thickness - 2, thickness);
    }

    @Test
    void aLimbNeedsBothItsJoints() {
        BufferedImage image = SkeletonRenderer.draw(skeleton(person(Joint.NECK, 20, 50, Joint.LEFT_ANKLE, 80, 50)));
        assertThat(rgb(image, 50, 50)).isZero();
        assertThat(rgb(image, 80, 50)).isEqualTo(Palette.joint(Joint.LEFT_ANKLE.ordinal()));
    }

    @Test
    void laterLimbsAndJointsLieOverEarlierOnesWhoeverTheirsAre() {
        Person first = person(Joint.NECK, 50, 10, Joint.NOSE, 50, 90);
        Person second = person(Joint.NECK, 10, 50, Joint.RIGHT_SHOULDER, 90, 50);
        assertThat(rgb(SkeletonRenderer.draw(skeleton(first, second)), 50, 50)).isEqualTo(0x000099);
        assertThat(rgb(SkeletonRenderer.draw(skeleton(second, first)), 50, 50)).isEqualTo(0x000099);
    }

    @Test
    void aHandIsColouredBonesFromTheWristToEachTipWithBluePointsOverThem() {
        BufferedImage image = image(hand(), BodyPart.HANDS);
        // The first bone of the thumb, the last of the little finger, and the wrist that all fingers begin at.
        assertThat(rgb(image, 20, 20)).isEqualTo(0x0000ff);
        assertThat(rgb(image, 20, 30)).isEqualTo(0xff0000);
        assertThat(rgb(image, 20, 40)).isEqualTo(0x0000ff);
        assertThat(rgb(image, 60, 85)).isEqualTo(0xff004d);
        assertThat(rgb(image, 60, 94)).isEqualTo(0x0000ff);
        assertThat(rgb(image, 70, 85)).isZero();
    }

    @Test
    void aBoneNeedsBothItsPointsAndAPointInTheFirstRowOrColumnIsNone() {
        List<Keypoint> points = new ArrayList<>(hand().leftHand());
        points.set(1, Keypoint.MISSING);
        points.set(20, new Keypoint(60, 0.5, 1));
        BufferedImage image = image(withHand(points), BodyPart.HANDS);
        assertThat(rgb(image, 20, 30)).isZero();
        assertThat(rgb(image, 60, 85)).isZero();
        assertThat(rgb(image, 60, 2)).isZero();
    }

    @Test
    void aFaceIsWhiteDots() {
        List<Keypoint> points = new ArrayList<>(Collections.nCopies(68, Keypoint.MISSING));
        points.set(30, new Keypoint(50, 50, 0.5));
        Person person = new Person(Collections.nCopies(Joint.COUNT, Keypoint.MISSING), List.of(), List.of(), points, 1);
        BufferedImage image = image(person, BodyPart.FACE);
        assertThat(rgb(image, 50, 50)).isEqualTo(0xffffff);
        assertThat(rgb(image, 53, 50)).isEqualTo(0xffffff);
        assertThat(rgb(image, 54, 50)).isZero();
    }

    @Test
    void onlyThePartsThatAreAskedForAreDrawn() {
        assertThat(image(hand(), BodyPart.BODY, BodyPart.FACE).getRGB(20, 30) & 0xffffff)
                .isZero();
        Person person = person(Joint.NECK, 20, 50, Joint.RIGHT_SHOULDER, 80, 50);
        assertThat(rgb(image(person, BodyPart.HANDS, BodyPart.FACE), 50, 50)).isZero();
        assertThat(rgb(image(person, BodyPart.BODY), 50, 50)).isEqualTo(0x990000);
    }

    private static BufferedImage image(Person person, BodyPart... parts) {
        int[] pixels = SkeletonRenderer.pixels(skeleton(person), Set.of(parts));
        BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 100, 100, pixels, 0, 100);
        return image;
    }

    /** The wrist at the top left; each finger straight down, ten pixels further to the right than the last. */
    private static Person hand() {
        List<Keypoint> points = new ArrayList<>();
        points.add(new Keypoint(20, 20, 1));
        for (int finger = 0; finger < 5; finger++) {
            for (int bone = 0; bone < 4; bone++) {
                points.add(new Keypoint(20 + 10 * finger, 40 + 18 * bone, 1));
            }
        }
        return withHand(points);
    }

    private static Person withHand(List<Keypoint> points) {
        return new Person(Collections.nCopies(Joint.COUNT, Keypoint.MISSING), points, List.of(), List.of(), 1);
    }

    private static Skeleton skeleton(Person... people) {
        return new Skeleton(100, 100, List.of(people));
    }

    private static Person person(Joint a, double ax, double ay, Joint b, double bx, double by) {
        List<Keypoint> keypoints = new ArrayList<>(Collections.nCopies(Joint.COUNT, Keypoint.MISSING));
        keypoints.set(a.ordinal(), new Keypoint(ax, ay, 1));
        keypoints.set(b.ordinal(), new Keypoint(bx, by, 1));
        return new Person(keypoints, 1);
    }

    private static int rgb(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xffffff;
    }

    private static int thickness(BufferedImage image, int x) {
        int thickness = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            thickness += rgb(image, x, y) == 0 ? 0 : 1;
        }
        return thickness;
    }
}
