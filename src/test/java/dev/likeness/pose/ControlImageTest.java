package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.pose.SkeletonRenderer.Sticks;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ControlImageTest {

    /** The five points of the face that recognition networks align to (ArcFace's template), times four. */
    private static final Map<Joint, Keypoint> FACE = Map.of(
            Joint.RIGHT_EYE, at(153, 207),
            Joint.LEFT_EYE, at(294, 206),
            Joint.NOSE, at(224, 287),
            Joint.NECK, at(224, 480));

    @Test
    void everyImageHasExactlyTheGeneratedSize() throws IOException {
        Skeleton skeleton = new RandomPeople(1).skeleton(700, 900, 2);
        for (int[] size : new int[][] {{1016, 1016}, {128, 8192}, {8192, 128}, {840, 1224}}) {
            assertSize(ControlImage.skeleton(skeleton, size[0], size[1], Sticks.SCALED), size);
            assertSize(ControlImage.faceKeypoints(skeleton, size[0], size[1]), size);
        }
    }

    @Test
    void aSkeletonOfTheSameAspectFillsTheImage() throws IOException {
        Skeleton skeleton = new RandomPeople(2).skeleton(500, 400, 3);

        BufferedImage image = read(ControlImage.skeleton(skeleton, 1000, 800, Sticks.SCALED));

        assertSamePixels(image, SkeletonRenderer.draw(skeleton.scaledTo(1000, 800), Sticks.SCALED));
    }

    @Test
    void aSkeletonOfAnotherAspectIsNeitherStretchedNorCutAndStandsInTheMiddle() {
        Skeleton tall = new Skeleton(400, 800, List.of(person(Map.of(Joint.NOSE, at(0, 0), Joint.NECK, at(400, 800)))));

        Person fitted = tall.fittedInto(1000, 1000).people().get(0);

        assertThat(fitted.at(Joint.NOSE)).isEqualTo(at(250, 0));
        assertThat(fitted.at(Joint.NECK)).isEqualTo(at(750, 1000));
        assertThat(fitted.at(Joint.LEFT_HIP)).isEqualTo(Keypoint.MISSING);
    }

    @Test
    void whatIsDrawnIsReadBackAsAPose() {
        Skeleton skeleton = new Skeleton(
                SamplePose.skeleton().width(),
                SamplePose.skeleton().height(),
                SamplePose.skeleton().people());

        Optional<Skeleton> back = readBack(ControlImage.skeleton(skeleton, 1016, 1016, Sticks.STANDARD));

        assertThat(back).isPresent();
        assertThat(back.get().people()).hasSize(skeleton.people().size());
    }

    @Test
    void aFaceHasItsFivePointsInTheColoursThatInstantIdWasTrainedOn() throws IOException {
        BufferedImage image = read(ControlImage.faceKeypoints(picture(FACE), 512, 512));

        assertThat(rgb(image, 153, 207)).isEqualTo(0xff0000);
        assertThat(rgb(image, 294, 206)).isEqualTo(0x00ff00);
        assertThat(rgb(image, 224, 287)).isEqualTo(0x0000ff);
        // The corners of the mouth of that face: 41.55, 92.37 and 70.73, 92.20, times four.
        assertThat(rgb(image, 166, 369)).isEqualTo(0xffff00);
        assertThat(rgb(image, 283, 369)).isEqualTo(0xff00ff);
        // Half way from the right eye to the nose there is nothing but the stick, with three fifths of its colour.
        assertThat(rgb(image, 188, 247)).isEqualTo(0x990000);
        assertThat(colours(image)).hasSize(1 + 5 + 4).contains(0x000000, 0x009900, 0x999900, 0x990099);
    }

    @Test
    void pointsHaveARadiusOfTenPixelsAtAnySize() throws IOException {
        BufferedImage image = read(ControlImage.faceKeypoints(picture(FACE), 1024, 1024));

        assertThat(rgb(image, 306 - 10, 414)).isEqualTo(0xff0000);
        assertThat(rgb(image, 306 - 12, 414)).isZero();
    }

    @Test
    void theMouthOfAFaceIsWhereItIsHoweverTheHeadIsTilted() {
        for (int degrees = 0; degrees < 360; degrees += 15) {
            double cos = Math.cos(Math.toRadians(degrees)), sin = Math.sin(Math.toRadians(degrees));
            FacePoints face = FacePoints.of(person(Map.of(
                            Joint.RIGHT_EYE, turned(153, 207, cos, sin),
                            Joint.LEFT_EYE, turned(294, 206, cos, sin),
                            Joint.NOSE, turned(224, 287, cos, sin))))
                    .orElseThrow();

            assertNear(face.rightMouth(), turned(166, 369, cos, sin), 4);
            assertNear(face.leftMouth(), turned(283, 369, cos, sin), 4);
        }
    }

    @Test
    void inAProfileTheHiddenEyeAndTheMouthAreOnTheSideWhereTheFaceIs() {
        Map<Joint, Keypoint> toTheRight =
                Map.of(Joint.RIGHT_EYE, at(300, 200), Joint.RIGHT_EAR, at(220, 205), Joint.NOSE, at(340, 240));
        FacePoints face = FacePoints.of(person(toTheRight)).orElseThrow();

        assertThat(face.leftEye().x()).isBetween(300.0, 340.0);
        assertThat(face.rightMouth().y()).isGreaterThan(260);
        assertThat(face.rightMouth().x()).isBetween(290.0, 345.0);
        assertThat(face.leftMouth().x()).isGreaterThan(face.rightMouth().x()).isLessThan(360);
    }

    @Test
    void theFaceOfTheMostProminentPersonIsTheOne() throws IOException {
        Map<Joint, Keypoint> small =
                Map.of(Joint.RIGHT_EYE, at(40, 40), Joint.LEFT_EYE, at(60, 40), Joint.NOSE, at(50, 50));
        Skeleton both = new Skeleton(512, 512, List.of(person(small), person(FACE)));

        BufferedImage image = read(ControlImage.faceKeypoints(both, 512, 512));

        assertThat(rgb(image, 153, 207)).isEqualTo(0xff0000);
        assertThat(rgb(image, 40, 40)).isZero();
    }

    @Test
    void aFaceThatIsNotSeenLeavesTheImageBlack() throws IOException {
        for (Map<Joint, Keypoint> from : List.of(
                Map.of(Joint.NECK, at(200, 200), Joint.RIGHT_HIP, at(220, 400), Joint.LEFT_EAR, at(230, 150)),
                Map.of(Joint.RIGHT_EYE, at(100, 100), Joint.LEFT_EYE, at(150, 100)),
                Map.of(Joint.RIGHT_EYE, at(100, 100), Joint.NOSE, at(150, 120)))) {
            assertThat(colours(read(ControlImage.faceKeypoints(picture(from), 512, 512))))
                    .containsExactly(0x000000);
        }
        assertThat(colours(read(ControlImage.faceKeypoints(new Skeleton(512, 512, List.of()), 256, 256))))
                .containsExactly(0x000000);
    }

    private static Optional<Skeleton> readBack(byte[] png) {
        try {
            return SkeletonReader.read(Pixels.of(read(png)), SkeletonReaderTest.budget());
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static Skeleton picture(Map<Joint, Keypoint> points) {
        return new Skeleton(512, 512, List.of(person(points)));
    }

    private static Person person(Map<Joint, Keypoint> points) {
        List<Keypoint> all = new ArrayList<>(Collections.nCopies(Joint.COUNT, Keypoint.MISSING));
        points.forEach((joint, point) -> all.set(joint.ordinal(), point));
        return new Person(all, 1);
    }

    private static Keypoint at(double x, double y) {
        return new Keypoint(x, y, 1);
    }

    private static Keypoint turned(double x, double y, double cos, double sin) {
        return at(256 + (x - 256) * cos - (y - 256) * sin, 256 + (x - 256) * sin + (y - 256) * cos);
    }

    private static void assertNear(Keypoint actual, Keypoint expected, double pixels) {
        assertThat(actual.x()).isCloseTo(expected.x(), within(pixels));
        assertThat(actual.y()).isCloseTo(expected.y(), within(pixels));
    }

    private static void assertSize(byte[] png, int[] size) throws IOException {
        BufferedImage image = read(png);
        assertThat(image.getWidth()).isEqualTo(size[0]);
        assertThat(image.getHeight()).isEqualTo(size[1]);
    }

    private static void assertSamePixels(BufferedImage actual, BufferedImage expected) {
        assertThat(pixels(actual)).isEqualTo(pixels(expected));
    }

    private static List<Integer> colours(BufferedImage image) {
        return Arrays.stream(pixels(image)).distinct().boxed().toList();
    }

    private static int[] pixels(BufferedImage image) {
        int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return Arrays.stream(argb).map(colour -> colour & 0xffffff).toArray();
    }

    private static int rgb(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xffffff;
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }
}
