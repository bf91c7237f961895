package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drawings in other colours, small or compressed ones: they are read as what was drawn, or refused with what was seen. */
class SkeletonDoubtTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aDrawingWhoseRedAndBlueAreSwappedIsReadAsWhatWasDrawn(int people) {
        for (int seed = 0; seed < 20; seed++) {
            BufferedImage image = SkeletonRenderer.draw(sideBySide(seed, people));
            Optional<Skeleton> read = read(image);
            Optional<Skeleton> swapped = read(
                    SkeletonDrawings.recoloured(image, rgb -> rgb >> 16 & 0xff | rgb & 0xff00 | (rgb & 0xff) << 16));
            assertThat(read).as("seed %d", seed).isPresent();
            assertThat(swapped).as("seed %d", seed).isEqualTo(read);
        }
    }

    @Test
    void aFileWhoseRedAndBlueAreSwappedIsReadAsItsOriginal() {
        assertThat(read(file("as-drawn.png")))
                .hasValueSatisfying(skeleton -> assertThat(skeleton.people()).hasSize(1));
        assertThat(read(file("red-and-blue-swapped.png"))).isEqualTo(read(file("as-drawn.png")));
    }

    @Test
    void aFileInOpenPosesColoursAndOneInAFrameAreReadAsTheirOriginal() {
        Person original = read(file("as-drawn.png")).orElseThrow().people().get(0);
        assertSamePose(original, read(file("openpose-coco.png")), 0);
        assertSamePose(original, read(file("white-frame.png")), 40);
    }

    private static void assertSamePose(Person original, Optional<Skeleton> read, double frame) {
        assertThat(read)
                .hasValueSatisfying(skeleton -> assertThat(skeleton.people()).hasSize(1));
        Person person = read.orElseThrow().people().get(0);
        for (Joint joint : Joint.values()) {
            Keypoint a = original.at(joint), b = person.at(joint);
            assertThat(!b.visible() || Math.hypot(a.x() + frame - b.x(), a.y() + frame - b.y()) <= 5)
                    .as("%s at %s was read at %s", joint, a, b)
                    .isTrue();
        }
        assertThat(person.keypoints().stream().filter(Keypoint::visible).count())
                .isGreaterThanOrEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small-lossy-384.jpg", "small-lossy-450.jpg"})
    void aSmallLossyFileIsReadRightlyOrRefusedWithWhatWasSeen(String name) {
        BufferedImage image = file(name);
        Skeleton original = read(file("as-drawn.png")).orElseThrow();
        try {
            Skeleton read = read(image).orElseThrow();
            assertThat(SkeletonJudgement.fault(original.scaledTo(image.getWidth(), image.getHeight()), read))
                    .isNull();
        } catch (UnreadableDrawing refused) {
            assertThat(refused)
                    .hasMessageMatching("what is seen of it makes \\d+ people, some of them in pieces"
                            + "|drawn again, what is read of it agrees with it by only \\d+ %");
        }
    }

    /** Every drawing of several tools in several sizes and qualities, of which the keypoints are known. */
    @Test
    void ofDrawingsOfSeveralToolsAtMostOneInAHundredIsReadWrongly() {
        List<SkeletonJudgement.Judged> judged =
                SkeletonDrawings.all(1).stream().map(SkeletonJudgement::judge).toList();
        String table = SkeletonJudgement.table(judged);
        assertThat(judged).hasSizeGreaterThan(100);
        assertThat(SkeletonJudgement.count(judged, SkeletonJudgement.Outcome.WRONG))
                .as(table)
                .isLessThanOrEqualTo(1);
        assertThat(SkeletonJudgement.count(judged, SkeletonJudgement.Outcome.RIGHT))
                .as(table)
                .isGreaterThanOrEqualTo(60);
    }

    @Test
    void noBodyIsReadFromChartsGraphsMapsAndOrnaments() {
        SkeletonDrawings.bodiless().forEach((name, picture) -> {
            try {
                assertThat(read(picture.get())).as(name).isEmpty();
            } catch (UnreadableDrawing refused) {
                assertThat(refused).as(name).hasMessageNotContaining("100 %");
            }
        });
    }

    @Test
    void aDrawingInShadesOfGreyInWhichNobodyIsFoundIsRefusedWithTheReason() {
        BufferedImage grey = SkeletonDrawings.recoloured(
                file("as-drawn.png"), rgb -> ((rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff)) / 3 * 0x010101);
        PeopleFinder nobody = new PeopleFinder() {
            @Override
            public List<Person> find(Pixels picture) {
                return List.of();
            }

            @Override
            public void close() {}
        };
        assertThat(PoseReader.read(Pixels.of(grey), nobody, SkeletonReaderTest.budget())
                        .doubt())
                .hasValue("it has no colours, which tell its joints apart");
    }

    /** The numbers are what is reached: the fewer that are read, the fewer are read wrongly. */
    @Test
    void ofSmallLossyDrawingsFewAreReadWrongly() {
        int right = 0, wrong = 0;
        for (int width : new int[] {512, 450, 384}) {
            for (int i = 0; i < 24; i++) {
                Skeleton drawn = sideBySide(i, 1 + i % 3);
                BufferedImage small = smaller(SkeletonRenderer.draw(drawn), width);
                try {
                    Optional<Skeleton> read = read(SkeletonReaderTest.compressed(small, QUALITIES[i % 4]));
                    boolean same =
                            read.isPresent() && same(drawn.scaledTo(small.getWidth(), small.getHeight()), read.get());
                    right += same ? 1 : 0;
                    wrong += read.isPresent() && !same ? 1 : 0;
                } catch (UnreadableDrawing refused) {
                    assertThat(refused).hasMessageNotContaining("at most");
                }
            }
        }
        assertThat(wrong).isLessThanOrEqualTo(4);
        assertThat(right).isGreaterThanOrEqualTo(11);
    }

    @Test
    void aReadingSaysHowMuchOfTheDrawingItAccountsFor() {
        Skeleton drawn = new Skeleton(512, 512, List.of(SkeletonReaderTest.standing()));
        BufferedImage image = SkeletonRenderer.draw(drawn);
        double whole = score(image);
        assertThat(whole).isBetween(0.97, 1.0);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(Palette.limb(3)));
        graphics.fillRect(20, 400, 50, 20);
        graphics.dispose();
        assertThat(score(image)).isBetween(0.5, whole - 0.05);
    }

    private static final float[] QUALITIES = {0.6f, 0.75f, 0.85f, 0.95f};

    private static double score(BufferedImage image) {
        return read(image).orElseThrow().people().get(0).score();
    }

    private static Optional<Skeleton> read(BufferedImage image) {
        return SkeletonReader.read(Pixels.of(image), SkeletonReaderTest.budget());
    }

    private static Skeleton sideBySide(int seed, int people) {
        List<Person> all = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            all.add(new RandomPeople(100L * seed + i)
                    .skeleton(768 / people, 512, 1)
                    .people()
                    .get(0)
                    .moved(i * 768.0 / people, 0));
        }
        return new Skeleton(768, 512, all);
    }

    /** As many people, and of their joints all but a few within five pixels. */
    private static boolean same(Skeleton drawn, Skeleton read) {
        long joints = 0, found = 0;
        for (Person person : drawn.people()) {
            joints += found(person, person);
            found += read.people().stream()
                    .mapToLong(other -> found(person, other))
                    .max()
                    .orElse(0);
        }
        return read.people().size() == drawn.people().size() && found >= 0.85 * joints;
    }

    private static long found(Person drawn, Person read) {
        long found = 0;
        for (Joint joint : Joint.values()) {
            Keypoint a = drawn.at(joint), b = read.at(joint);
            found += a.visible() && b.visible() && Math.hypot(a.x() - b.x(), a.y() - b.y()) <= 5 ? 1 : 0;
        }
        return found;
    }

    private static BufferedImage smaller(BufferedImage image, int width) {
        int height = image.getHeight() * width / image.getWidth();
        BufferedImage smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = smaller.createGraphics();
        graphics.drawImage(image.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        graphics.dispose();
        return smaller;
    }

    private static BufferedImage file(String name) {
        try (InputStream in = SkeletonDoubtTest.class.getResourceAsStream("/skeletons/" + name)) {
            return ImageIO.read(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
