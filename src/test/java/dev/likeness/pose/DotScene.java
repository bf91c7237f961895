package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Networks of each format that see dots, as an operator mounts them; a picture of dots; and who has to be seen in it. */
public enum DotScene {
    OPENPOSE("openpose", DotScene::dotsInCells, DotScene::assertBodyAtItsDot) {
        @Override
        Map<String, byte[]> networks() {
            return Map.of("body.onnx", DotNetworks.openPose(range(), 0, 0));
        }
    },
    /** For values around 0. */
    CENTRED_OPENPOSE("openpose", DotScene::dotsInCells, DotScene::assertBodyAtItsDot) {
        @Override
        Map<String, byte[]> networks() {
            return Map.of("body.onnx", DotNetworks.openPose(range(), 0, 0));
        }

        @Override
        PixelRange range() {
            return PixelRange.CENTRED;
        }
    },
    DWPOSE("dwpose", DotScene::twoPeople, DotScene::assertTwoWithHandsAndFace) {
        @Override
        Map<String, byte[]> networks() {
            return Map.of(
                    "yolox_dots.onnx", DotNetworks.yolox(1), "dots_133.onnx", DotNetworks.simCc(1, 133, 384, 288));
        }
    },
    /** The networks leave the length of a batch open: all three people are looked at in one run. */
    RTMPOSE("rtmpose", DotScene::threePeople, DotScene::assertThree) {
        @Override
        Map<String, byte[]> networks() {
            return Map.of(
                    "yolox_dots.onnx", DotNetworks.yolox(-1), "dots_17.onnx", DotNetworks.simCc(-1, 17, 256, 192));
        }
    },
    MOVENET("movenet", () -> oneInThree(300, 520), people -> assertAroundItsDot(people, 300, 520)) {
        @Override
        Map<String, byte[]> networks() {
            return Map.of("movenet.onnx", DotNetworks.moveNet(true));
        }
    };

    /** Their points lie around somebody's red dot, so far to the right and up of the blue one, around which their box is. */
    private static final int APART = 14;

    private static final int[][] STANDING = {
        {3 * 32 + 16, 4 * 32 + 16}, {9 * 32 + 16, 10 * 32 + 16}, {15 * 32 + 16, 5 * 32 + 16}
    };

    private final String format;
    private final Supplier<BufferedImage> picture;
    private final Consumer<List<Person>> assertion;

    DotScene(String format, Supplier<BufferedImage> picture, Consumer<List<Person>> assertion) {
        this.format = format;
        this.picture = picture;
        this.assertion = assertion;
    }

    /** By the names of their files. */
    abstract Map<String, byte[]> networks();

    PixelRange range() {
        return PixelRange.BYTES;
    }

    public BufferedImage picture() {
        return picture.get();
    }

    public void assertSeen(List<Person> people) {
        assertion.accept(people);
    }

    /** Writes the networks there and nothing else; the configuration that says so, by whole keys. */
    public Map<String, String> mount(Path folder) {
        networks().forEach((name, file) -> write(folder.resolve(name), file));
        return Map.of(
                "likeness.pose.format", format,
                "likeness.pose.model", folder.toString(),
                "likeness.pose.pixel-range", range().name().toLowerCase(Locale.ROOT));
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage dotsInCells() {
        return new Dots(656, 368)
                .cell(40, 15, 8, Dots.BLUE)
                .cell(20, 15, 8, Dots.RED)
                .picture();
    }

    private static void assertBodyAtItsDot(List<Person> people) {
        Person person = only(people);
        for (Joint joint : Joint.values()) {
            double[] place = SyntheticMaps.BODY[joint.ordinal()];
            assertAt(person.at(joint), (40.5 + place[0]) * 8, (15.5 + place[1]) * 8, 1, joint);
        }
    }

    private static BufferedImage twoPeople() {
        return new Dots(1280, 1000)
                .somebody(2 * (5 * 32 + 16), 2 * (6 * 32 + 16), APART)
                .somebody(2 * (14 * 32 + 16), 2 * (8 * 32 + 16), APART)
                .light(2 * (10 * 32 + 16), 2 * (3 * 32 + 16), Dots.GREEN)
                .light(2 * (10 * 32 + 16), 2 * (15 * 32 + 16), Dots.RED)
                .picture();
    }

    private static void assertTwoWithHandsAndFace(List<Person> people) {
        List<Person> both = leftFirst(people, 2);
        // Of the picture to one of the input: twice the detector's pixels, a quarter around the box.
        double scale = 2 * 1.25 * Math.max(DotNetworks.BOX_WIDTH / 288, DotNetworks.BOX_HEIGHT / 384);
        assertPoints(both.get(0), 2 * (5 * 32 + 16) + APART, 2 * (6 * 32 + 16) - APART, scale);
        assertPoints(both.get(1), 2 * (14 * 32 + 16) + APART, 2 * (8 * 32 + 16) - APART, scale);
        for (Person person : both) {
            assertThat(person.leftHand()).hasSize(21).allMatch(Keypoint::visible);
            assertThat(person.rightHand()).hasSize(21).allMatch(Keypoint::visible);
            assertThat(person.face()).hasSize(68).allMatch(Keypoint::visible);
        }
    }

    private static BufferedImage threePeople() {
        Dots dots = new Dots(640, 640);
        for (int i = 0; i < 3; i++) {
            dots.somebody(STANDING[i][0], STANDING[i][1], APART - 10 * i);
        }
        return dots.picture();
    }

    private static void assertThree(List<Person> people) {
        List<Person> three = leftFirst(people, 3);
        double scale = 1.25 * Math.max(DotNetworks.BOX_WIDTH / 192, DotNetworks.BOX_HEIGHT / 256);
        for (int i = 0; i < 3; i++) {
            int apart = APART - 10 * i;
            assertPoints(three.get(i), STANDING[i][0] + apart, STANDING[i][1] - apart, scale);
        }
    }

    /** A dot for MoveNet, and two that are none. */
    static BufferedImage oneInThree(int width, int height) {
        return new Dots(width, height)
                .light(width / 2 + 10, height / 2 - 15, Dots.RED)
                .light(width / 3, height / 3, Dots.GREEN)
                .light(width / 3 * 2, height / 3, Dots.BLUE)
                .picture();
    }

    static void assertAroundItsDot(List<Person> people, int width, int height) {
        Person person = only(people);
        double side = Math.max(width, height), tolerance = 1.5 * side / 192;
        double x = width / 2 + 10, y = height / 2 - 15;
        // COCO's joints 0 and 10.
        assertAt(person.at(Joint.NOSE), x - side / 8, y - side / 8, tolerance, Joint.NOSE);
        assertAt(person.at(Joint.RIGHT_WRIST), x + side / 32, y + side / 32, tolerance, Joint.RIGHT_WRIST);
    }

    /** @param scale pixels of the picture to one of the network's input */
    static void assertPoints(Person person, double x, double y, double scale) {
        Map<Joint, Integer> points = Map.of(
                Joint.NOSE, 0, Joint.LEFT_EYE, 1, Joint.LEFT_SHOULDER, 5, Joint.RIGHT_WRIST, 10, Joint.RIGHT_ANKLE, 16);
        points.forEach((joint, point) -> assertAt(
                person.at(joint),
                x + DotNetworks.right(point) / 2.0 * scale,
                y + DotNetworks.down(point) / 2.0 * scale,
                1.5 * scale,
                joint));
    }

    static void assertAt(Keypoint point, double x, double y, double tolerance, Joint joint) {
        assertThat(point.visible()).as("%s", joint).isTrue();
        assertThat(point.x()).as("%s, x", joint).isCloseTo(x, within(tolerance));
        assertThat(point.y()).as("%s, y", joint).isCloseTo(y, within(tolerance));
    }

    static Person only(List<Person> people) {
        assertThat(people).hasSize(1);
        return people.get(0);
    }

    private static List<Person> leftFirst(List<Person> people, int count) {
        assertThat(people).hasSize(count);
        return people.stream()
                .sorted(Comparator.comparingDouble(
                        person -> person.at(Joint.NOSE).x()))
                .toList();
    }
}
