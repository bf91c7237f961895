package dev.likeness.pose;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntBinaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Pictures that are made to keep a reader of skeletons busy, and a benchmark of them.
 *
 * <pre>{@code java -cp target/test-classes:target/classes:... dev.likeness.pose.NastyPictures [side]}</pre>
 *
 * prints the CPU time of each reading beyond its decoding in milliseconds, and what it looked at; {@code side} is that of the largest, 4095 pixels unless told.
 */
final class NastyPictures {

    /** Neck and hips. */
    private static final Set<Integer> LIMBS = Set.of(1, 8, 11);

    private NastyPictures() {}

    /** By what is in them; each is made anew when it is asked for. */
    static Map<String, Supplier<BufferedImage>> all(int side) {
        Map<String, Supplier<BufferedImage>> pictures = new LinkedHashMap<>();
        for (int groups : new int[] {20, 40, 80, 140}) {
            pictures.put(groups + " groups of 18 discs", () -> groups(side / 2, groups));
            pictures.put(groups + " groups, large", () -> groups(side, groups));
        }
        pictures.put("clusters", () -> clusters(side, 32, 4));
        pictures.put("clusters of large discs", () -> clusters(side, 32, side / 64));
        pictures.put("grid of discs", () -> grid(side, 12));
        pictures.put("confetti", () -> confetti(side, 60_000));
        pictures.put("limbs without joints", () -> limbs(side, 4_000));
        pictures.put("few long limbs", () -> limbs(side, 400));
        pictures.put("spirals", () -> spirals(side));
        pictures.put(
                "noise on a quarter",
                () -> painted(side, (x, y) -> x < side / 2 && y < side / 2 ? Palette.joint(hash(x, y)) : 0));
        pictures.put(
                "checkerboard",
                () -> painted(side, (x, y) -> (x / 3 + y / 3) % 4 == 0 ? Palette.joint((x / 3 * 7 + y / 3) % 18) : 0));
        pictures.put("one large area", () -> painted(side, (x, y) -> x < side / 2 && y < side / 2 ? 0xff0000 : 0));
        pictures.put("comb", () -> painted(side, (x, y) -> y < side / 2 && (x % 8 < 4 || y % 400 < 4) ? 0x00ff00 : 0));
        pictures.put("crowd", () -> SkeletonRenderer.draw(new RandomPeople(1).skeleton(side, side, 32)));
        return pictures;
    }

    private static int hash(int x, int y) {
        int mixed = (x * 73_856_093 ^ y * 19_349_663) * 83_492_791;
        return (mixed >>> 8) % 18;
    }

    private static BufferedImage black(int side) {
        return new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    }

    private static BufferedImage painted(int side, IntBinaryOperator colour) {
        BufferedImage image = black(side);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                image.setRGB(x, y, colour.applyAsInt(x, y));
            }
        }
        return image;
    }

    /**
     * Groups of 18 joints of radius 4 in a grid, without limbs but for two in three of four: each group might be parts of one
     * person.
     */
    static BufferedImage groups(int side, int groups) {
        List<Person> people = new ArrayList<>();
        int across = (int) Math.ceil(Math.sqrt(groups)), cell = side / across;
        for (int group = 0; group < groups; group++) {
            int left = group % across * cell, top = group / across * cell;
            Keypoint[] points = new Keypoint[Joint.COUNT];
            for (int joint = 0; joint < Joint.COUNT; joint++) {
                points[joint] = new Keypoint(left + 10 + joint % 5 * cell / 6, top + 10 + joint / 5 * cell / 5, 1);
            }
            people.add(only(points, group % 4 != 0 ? LIMBS : Set.of()));
            for (int joint = 0; joint < Joint.COUNT; joint++) {
                people.add(only(points, Set.of(joint)));
            }
        }
        return SkeletonRenderer.draw(new Skeleton(side, side, people));
    }

    private static Person only(Keypoint[] points, Set<Integer> joints) {
        return new Person(
                IntStream.range(0, Joint.COUNT)
                        .mapToObj(joint -> joints.contains(joint) ? points[joint] : Keypoint.MISSING)
                        .toList(),
                1);
    }

    /** As many joints of each kind as are read at all, those of a group on top of one another, so that each limb might be there. */
    static BufferedImage clusters(int side, int groups, int radius) {
        List<Person> people = new ArrayList<>();
        Random random = new Random(3);
        int across = (int) Math.ceil(Math.sqrt(groups)), cell = side / across;
        for (int group = 0; group < groups; group++) {
            Keypoint[] points = new Keypoint[Joint.COUNT];
            for (int joint = 0; joint < Joint.COUNT; joint++) {
                points[joint] = new Keypoint(
                        group % across * cell + radius + random.nextInt(4 * radius),
                        group / across * cell + radius + random.nextInt(4 * radius),
                        1);
            }
            people.add(only(points, IntStream.range(0, Joint.COUNT).boxed().collect(Collectors.toSet())));
        }
        return SkeletonRenderer.draw(new Skeleton(side, side, people), Math.max(1, radius / 2), radius);
    }

    private static BufferedImage grid(int side, int step) {
        BufferedImage image = black(side);
        Graphics2D graphics = image.createGraphics();
        for (int y = 0, i = 0; y < side; y += step) {
            for (int x = 0; x < side; x += step, i++) {
                graphics.setColor(new Color(Palette.joint(i * 7 % 18)));
                graphics.fillOval(x, y, 7, 7);
            }
        }
        graphics.dispose();
        return image;
    }

    private static BufferedImage confetti(int side, int pieces) {
        BufferedImage image = black(side);
        Graphics2D graphics = image.createGraphics();
        Random random = new Random(1);
        for (int i = 0; i < pieces; i++) {
            graphics.setColor(new Color(Palette.joint(random.nextInt(18))));
            graphics.fillOval(random.nextInt(side), random.nextInt(side), 9, 9);
        }
        graphics.dispose();
        return image;
    }

    private static BufferedImage limbs(int side, int limbs) {
        Canvas canvas = new Canvas(side, side);
        Random random = new Random(2);
        for (int i = 0; i < limbs; i++) {
            canvas.ellipse(
                    random.nextInt(side),
                    random.nextInt(side),
                    side / (limbs > 1000 ? 40 : 6),
                    4,
                    random.nextInt(360),
                    Palette.limb(random.nextInt(Limb.COUNT)));
        }
        return canvas.image();
    }

    /** Wide areas that bend, one of each hue: none is one stroke, and many chords are tried. */
    private static BufferedImage spirals(int side) {
        Canvas canvas = new Canvas(side, side);
        for (int hue = 0; hue < Limb.COUNT; hue++) {
            double centreX = side * (0.125 + hue % 4 * 0.25), centreY = side * (0.1 + hue / 4 * 0.2);
            for (double angle = 0; angle < 60; angle += 0.01) {
                double radius = side * 0.1 * angle / 60;
                canvas.circle(
                        (int) (centreX + radius * Math.cos(angle)),
                        (int) (centreY + radius * Math.sin(angle)),
                        3,
                        Palette.limb(hue));
            }
        }
        return canvas.image();
    }

    public static void main(String[] arguments) {
        int side = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4095;
        SkeletonReader.read(Pixels.of(groups(512, 4)), SkeletonReaderTest.budget());
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double worst = 0;
        for (Map.Entry<String, Supplier<BufferedImage>> picture : all(side).entrySet()) {
            if (arguments.length > 1 && !picture.getKey().equals(arguments[1])) {
                continue;
            }
            Pixels pixels = Pixels.of(picture.getValue().get());
            long begun = threads.getCurrentThreadCpuTime();
            ReadingBudget budget = SkeletonReaderTest.budget();
            String outcome;
            try {
                outcome = SkeletonReader.read(pixels, budget)
                        .map(read -> read.people().size() + " people")
                        .orElse("no drawing");
            } catch (UnreadableDrawing e) {
                outcome = e.getMessage();
            }
            double millis = (threads.getCurrentThreadCpuTime() - begun) / 1e6;
            worst = Math.max(worst, millis);
            System.out.printf(
                    Locale.ROOT, "%-28s %8.0f ms %,14d looks  %s%n", picture.getKey(), millis, budget.looks(), outcome);
        }
        System.out.printf(Locale.ROOT, "%-28s %8.0f ms%n", "worst", worst);
    }
}
