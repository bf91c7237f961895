package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
