package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SkeletonReaderTest {

    private static final int TRIES = 60;

    @ParameterizedTest
    @ValueSource(ints = {512, 1024})
    void everyPointOfOnePersonComesBackWithinTwoPixels(int side) {
        RandomPeople people = new RandomPeople(7);
        for (int i = 0; i < TRIES; i++) {
            Skeleton drawn = people.skeleton(side, side, 1);
            Skeleton read = read(SkeletonRenderer.draw(drawn)).orElseThrow();
            assertThat(read.people()).as("picture %d", i).hasSize(1);
            assertSame(drawn.people().get(0), read.people().get(0), "picture " + i);
        }
    }

    /** They overlap and their limbs cross; only joints of one kind are not on top of one another. */
    @ParameterizedTest
    @ValueSource(ints = {512, 1024})
    void everyPointOfThreePeopleComesBackWithTheirOwn(int side) {
        RandomPeople people = new RandomPeople(7);
        int whole = 0;
        for (int i = 0; i < TRIES; i++) {
            Skeleton drawn = apart(people, side);
            Skeleton read = read(SkeletonRenderer.draw(drawn)).orElseThrow();
            boolean same = read.people().size() == 3
                    && drawn.people().stream()
                            .allMatch(person -> read.people().stream().anyMatch(other -> same(person, other)));
            whole += same ? 1 : 0;
        }
        // What is left are limbs that are covered nearly whole: whose they are, nobody could tell.
        assertThat(whole).isGreaterThanOrEqualTo(TRIES * 98 / 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024})
    void everyPointOfThreePeopleOnTopOfOneAnotherIsSeen(int side) {
        RandomPeople people = new RandomPeople(3);
        int points = 0, seen = 0;
        for (int i = 0; i < TRIES; i++) {
            Skeleton drawn = people.skeleton(side, side, 3);
            Skeleton read = read(SkeletonRenderer.draw(drawn)).orElseThrow();
            for (Joint joint : Joint.values()) {
                for (Person person : drawn.people()) {
                    if (person.at(joint).visible()) {
                        points++;
                        seen += read.people().stream().anyMatch(other -> near(person.at(joint), other.at(joint), 2))
                                ? 1
                                : 0;
                    }
                }
            }
        }
        assertThat(seen).isGreaterThanOrEqualTo(points * 995 / 1000);
    }

    @Test
    void whoIsCutOffByTheEdgeIsReadAsFarAsTheyAreSeen() {
        RandomPeople people = new RandomPeople(5);
        for (int i = 0; i < TRIES; i++) {
            Skeleton drawn = people.skeleton(300, 512, 1);
            Skeleton read = read(SkeletonRenderer.draw(drawn)).orElseThrow();
            assertSame(drawn.people().get(0), read.people().get(0), "picture " + i);
        }
    }

    @Test
    void thickSticksAreReadToo() {
        assertReadAfter(1024, skeleton -> SkeletonRenderer.draw(skeleton, SkeletonRenderer.Sticks.SCALED), 1, 0);
    }

    @ParameterizedTest
    @CsvSource({"0.5", "0.75", "1.5", "2"})
    void aResizedSkeletonIsReadToo(double factor) {
        assertReadAfter(768, skeleton -> resized(SkeletonRenderer.draw(skeleton), factor), factor, 0.02);
    }

    @ParameterizedTest
    @CsvSource({"0.9, 0.01", "0.75, 0.01", "0.5, 0.03"})
    void aCompressedSkeletonIsReadToo(float quality, double lost) {
        assertReadAfter(768, skeleton -> compressed(SkeletonRenderer.draw(skeleton), quality), 1, lost);
    }

    @Test
    void aSkeletonOnWhiteIsReadToo() {
        assertReadAfter(768, skeleton -> onWhite(SkeletonRenderer.draw(skeleton)), 1, 0);
    }

    @Test
    void limbsWithoutJointsAreReadRoughly() {
        assertReadAfter(768, skeleton -> SkeletonRenderer.draw(skeleton, 4, 0), 1, 0.15);
    }

    @Test
    void facesAndHandsDrawnBesideTheBodyDoNotDisturb() {
        Skeleton drawn = new Skeleton(512, 512, List.of(standing()));
        BufferedImage image = SkeletonRenderer.draw(drawn);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        for (int i = 0; i < 60; i++) {
            double angle = i * 2 * Math.PI / 60;
            graphics.fillOval((int) (256 + 45 * Math.cos(angle)) - 3, (int) (70 + 45 * Math.sin(angle)) - 3, 7, 7);
        }
        for (int finger = 0; finger < 5; finger++) {
            for (int i = 1; i < 5; i++) {
                graphics.setColor(Color.getHSBColor((finger * 4 + i) / 20f, 1, 1));
                graphics.drawLine(130, 290, 130 - 10 * i + finger * 6, 290 + 12 * i);
                graphics.setColor(Color.BLUE);
                graphics.fillOval(126 - 10 * i + finger * 6, 286 + 12 * i, 9, 9);
            }
        }
        Skeleton read = read(image).orElseThrow();
        assertThat(read.people()).hasSize(1);
        assertSame(drawn.people().get(0), read.people().get(0), "with face and hand");
    }

    @Test
    void photographsAreNoSkeletons() {
        for (Path photo : Photos.all()) {
            BufferedImage image = Photos.read(photo);
            assertThat(read(image)).as("%s", photo.getFileName()).isEmpty();
            assertThat(read(SkeletonDrawings.recoloured(image, rgb -> (rgb & 0xfcfcfc) >> 2)))
                    .as("%s, dark", photo.getFileName())
                    .isEmpty();
            assertThat(read(SkeletonDrawings.recoloured(image, SkeletonReaderTest::neon)))
                    .as("%s, neon", photo.getFileName())
                    .isEmpty();
        }
    }

    @Test
    void colourfulThingsOnBlackAreNoSkeletons() {
        assertThat(read(painted((x, y) -> {
                    double radius = Math.hypot(x - 256, y - 450);
                    return radius < 150 || radius > 300
                            ? 0
                            : Color.HSBtoRGB((float) ((300 - radius) / 150 * .85), 1, 1);
                })))
                .as("rainbow")
                .isEmpty();
        assertThat(read(painted((x, y) -> y < 200 || y > 240 ? 0 : Color.HSBtoRGB(x / 512f, 1, 1))))
                .as("spectrum")
                .isEmpty();
        assertThat(read(painted((x, y) -> y < 200 || y > 260 ? 0 : Palette.joint(x * 18 / 512))))
                .as("bar of the palette")
                .isEmpty();
        assertThat(read(painted((x, y) -> 0))).as("black").isEmpty();
        assertThat(read(painted((x, y) -> 0xffffff))).as("white").isEmpty();
        assertThat(read(painted((x, y) -> new Random(x * 512L + y).nextInt(1 << 24))))
                .as("noise")
                .isEmpty();
        assertThat(read(neonSign())).as("neon sign").isEmpty();
        assertThat(read(confetti())).as("confetti").isEmpty();
    }

    private static void assertReadAfter(
            int side, java.util.function.Function<Skeleton, BufferedImage> tool, double factor, double lost) {
        RandomPeople people = new RandomPeople(21);
        int points = 0, missed = 0;
        for (int i = 0; i < 40; i++) {
            Skeleton drawn = people.skeleton(side, side, 1);
            Optional<Skeleton> read = readOrRefused(tool.apply(drawn));
            Person person = drawn.people().get(0);
            for (Joint joint : Joint.values()) {
                if (person.at(joint).visible()) {
                    points++;
                    missed += read.stream()
                                    .flatMap(skeleton -> skeleton.people().stream())
                                    .anyMatch(other -> near(
                                            person.at(joint), other.at(joint).scaled(1 / factor, 1 / factor), 4))
                            ? 0
                            : 1;
                }
            }
        }
        assertThat(missed).as("of %d points", points).isLessThanOrEqualTo((int) (points * lost));
    }

    /** Of a drawing that is refused all points are lost. */
    private static Optional<Skeleton> readOrRefused(BufferedImage image) {
        try {
            return read(image);
        } catch (UnreadableDrawing refused) {
            return Optional.empty();
        }
    }

    private static Skeleton apart(RandomPeople people, int side) {
        while (true) {
            Skeleton skeleton = people.skeleton(side, side, 3);
            boolean apart = true;
            for (Person a : skeleton.people()) {
                for (Person b : skeleton.people()) {
                    for (Joint joint : Joint.values()) {
                        apart &= a == b
                                || !a.at(joint).visible()
                                || !b.at(joint).visible()
                                || !near(a.at(joint), b.at(joint), 12);
                    }
                }
            }
            if (apart) {
                return skeleton;
            }
        }
    }

    private static void assertSame(Person drawn, Person read, String what) {
        for (Joint joint : Joint.values()) {
            assertThat(read.at(joint).visible())
                    .as("%s, %s", what, joint)
                    .isEqualTo(drawn.at(joint).visible());
            assertThat(!drawn.at(joint).visible() || near(drawn.at(joint), read.at(joint), 2))
                    .as("%s: %s at %s was read at %s", what, joint, drawn.at(joint), read.at(joint))
                    .isTrue();
        }
    }

    private static boolean same(Person drawn, Person read) {
        for (Joint joint : Joint.values()) {
            Keypoint a = drawn.at(joint), b = read.at(joint);
            if (a.visible() != b.visible() || a.visible() && !near(a, b, 2)) {
                return false;
            }
        }
        return true;
    }

    private static boolean near(Keypoint a, Keypoint b, double distance) {
        return a.visible() && b.visible() && Math.hypot(a.x() - b.x(), a.y() - b.y()) <= distance;
    }

    private static Optional<Skeleton> read(BufferedImage image) {
        return SkeletonReader.read(Pixels.of(image), budget());
    }

    static ReadingBudget budget() {
        return new ReadingBudget(() -> false, () -> 0);
    }

    static Person standing() {
        double[][] points = {
            {256, 80}, {256, 140}, {200, 140}, {160, 210}, {130, 290}, {312, 140}, {352, 210}, {382, 290}, {225, 290},
            {220, 390}, {215, 480}, {287, 290}, {292, 390}, {297, 480}, {240, 68}, {272, 68}, {222, 74}, {290, 74}
        };
        return new Person(
                java.util.Arrays.stream(points)
                        .map(point -> new Keypoint(point[0], point[1], 1))
                        .toList(),
                1);
    }

    private static BufferedImage resized(BufferedImage image, double factor) {
        int width = (int) Math.round(image.getWidth() * factor), height = (int) Math.round(image.getHeight() * factor);
        BufferedImage resized = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = resized.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return resized;
    }

    static BufferedImage compressed(BufferedImage image, float quality) {
        return SkeletonDrawings.encoded(image, "jpeg", quality);
    }

    private static BufferedImage onWhite(BufferedImage image) {
        return SkeletonDrawings.recoloured(image, rgb -> rgb == 0 ? 0xffffff : rgb);
    }

    private static int neon(int rgb) {
        float[] hsb = Color.RGBtoHSB(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff, null);
        return hsb[2] > .6 && hsb[1] > .35 ? Color.HSBtoRGB(hsb[0], 1, hsb[2]) : 0;
    }

    private interface Painter {
        int at(int x, int y);
    }

    private static BufferedImage painted(Painter painter) {
        BufferedImage image = new BufferedImage(512, 512, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 512; y++) {
            for (int x = 0; x < 512; x++) {
                image.setRGB(x, y, painter.at(x, y));
            }
        }
        return image;
    }

    private static BufferedImage neonSign() {
        BufferedImage image = new BufferedImage(512, 512, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 90));
        for (int i = 0; i < 5; i++) {
            graphics.setColor(Color.getHSBColor(i / 5f, 1, 1));
            graphics.drawString("OPEN", 60, 90 * (i + 1));
        }
        graphics.dispose();
        return image;
    }

    private static BufferedImage confetti() {
        BufferedImage image = new BufferedImage(512, 512, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        Random random = new Random(1);
        for (int i = 0; i < 150; i++) {
            graphics.setColor(new Color(Palette.joint(random.nextInt(18))));
            graphics.fillOval(random.nextInt(500), random.nextInt(500), 9, 9);
        }
        graphics.dispose();
        return image;
    }
}
