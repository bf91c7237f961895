package dev.likeness.pose;

import dev.likeness.input.PngWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Draws the skeletons that src/test/python/poses/compare_drawings.py compares with those of controlnet-aux.
 *
 * <pre>{@code DrawPoses <file> <folder>}</pre>
 *
 * Each line of the file is a name, a width, a height, and for each person 18 joints, 21 points of each hand and 68 of the
 * face, x and y in pixels, -1 for one that is missing. Each becomes a PNG file of that name, with limbs as controlnet-aux's
 * functions draw them at any size.
 */
public final class DrawPoses {

    private static final int POINTS = Joint.COUNT + 2 * Person.HAND + 68;

    private DrawPoses() {}

    public static void main(String[] arguments) throws IOException {
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            String[] words = line.split(" ");
            int width = Integer.parseInt(words[1]), height = Integer.parseInt(words[2]);
            double[] values =
                    Stream.of(words).skip(3).mapToDouble(Double::parseDouble).toArray();
            List<Person> people = new ArrayList<>();
            for (int at = 0; at < values.length; at += 2 * POINTS) {
                people.add(person(values, at));
            }
            Skeleton skeleton = new Skeleton(width, height, people);
            int[] pixels = SkeletonRenderer.pixels(skeleton, EnumSet.allOf(BodyPart.class), 1);
            Files.write(Path.of(arguments[1], words[0] + ".png"), PngWriter.write(pixels, width, height));
        }
    }

    private static Person person(double[] values, int at) {
        int hand = Person.HAND;
        return new Person(
                points(values, at, 0, Joint.COUNT),
                points(values, at, Joint.COUNT, hand),
                points(values, at, Joint.COUNT + hand, hand),
                points(values, at, Joint.COUNT + 2 * hand, 68),
                1);
    }

    private static List<Keypoint> points(double[] values, int at, int first, int count) {
        List<Keypoint> points = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            double x = values[at + 2 * i], y = values[at + 2 * i + 1];
            points.add(x < 0 ? Keypoint.MISSING : new Keypoint(x, y, 1));
        }
        return points;
    }
}
