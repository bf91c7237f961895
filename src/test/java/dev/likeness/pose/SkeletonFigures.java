package dev.likeness.pose;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Drawings of several tools, sizes and qualities, and whether they are read as what was drawn. */
final class SkeletonFigures {

    /** A joint is where it was drawn when it is off by no more than this share of the person's size, or three pixels. */
    private static final double OFF = 0.04;

    /** Joints of the body; eyes and ears, which lie under one another's discs in small drawings, follow. */
    private static final int BODY = 14;

    enum Result {
        RIGHT,
        REFUSED,
        WRONG
    }

    record Drawing(String kind, Skeleton drawn, BufferedImage image) {}

    private SkeletonFigures() {}

    /** Case 02: other tools' colours, whole or compressed, 512 pixels and more. */
    static Drawing palette(int index) {
        Random random = new Random(2000 + index);
        int width = new int[] {512, 768, 1024, 1536, 2048}[random.nextInt(5)];
        int height = random.nextBoolean() ? width : width * 3 / 4;
        Skeleton drawn = new RandomPeople(index).row(width, height, 1 + index % 4);
        SkeletonDrawing.Tool tool = SkeletonDrawing.Tool.values()[index % 5];
        BufferedImage image = SkeletonDrawing.draw(drawn, tool);
        int variant = random.nextInt(6);
        UnaryOperator<BufferedImage> change = List.<UnaryOperator<BufferedImage>>of(
                        picture -> picture,
                        picture -> picture,
                        SkeletonDrawing::swapped,
                        SkeletonDrawing::swapped,
                        SkeletonDrawing::inverted,
                        picture -> SkeletonDrawing.onPaper(picture, 255))
                .get(variant);
        String form = List.of("png", "png", "bgr", "bgr", "negative", "on white").get(variant);
        image = change.apply(image);
        int quality = random.nextInt(3) == 0 ? 60 + random.nextInt(36) : 100;
        if (quality < 100) {
            image = SkeletonDrawing.compressed(image, "jpeg", quality / 100f);
        }
        return new Drawing(
                tool.name().toLowerCase(java.util.Locale.ROOT) + " " + form + (quality < 100 ? " q" + quality : "") + " " + width,
                drawn,
                image);
    }

    /** Case 03: thumbnails of 256 to 512 pixels, JPEG or WebP of quality 60 to 95. */
    static Drawing thumbnail(int index) {
        Random random = new Random(3000 + index);
        int width = new int[] {256, 320, 384, 450, 512}[index % 5];
        int whole = random.nextBoolean() ? 768 : 1024;
        Skeleton drawn = new RandomPeople(500 + index).row(whole, whole * 3 / 4, 1 + random.nextInt(4) * random.nextInt(2));
        SkeletonDrawing.Tool tool = SkeletonDrawing.Tool.values()[random.nextInt(5)];
        BufferedImage small = SkeletonDrawing.resized(SkeletonDrawing.draw(drawn, tool), width);
        int quality = 60 + random.nextInt(36);
        String format = random.nextInt(3) == 0 ? "webp" : "jpeg";
        return new Drawing(
                tool.name().toLowerCase(java.util.Locale.ROOT) + " " + format + " q" + quality + " " + width + " of " + whole,
                drawn.scaledTo(small.getWidth(), small.getHeight()),
                SkeletonDrawing.compressed(small, format, quality / 100f));
    }

    static Result judge(Skeleton drawn, SkeletonReader.Outcome outcome) {
        if (outcome.skeleton().isEmpty()) {
            return Result.REFUSED;
        }
        List<Person> left = new ArrayList<>(outcome.skeleton().get().people());
        if (left.size() != drawn.people().size()) {
            if (Boolean.getBoolean("why")) {
                System.out.println("   " + left.size() + " people");
            }
            return Result.WRONG;
        }
        for (Person person : drawn.people()) {
            Person nearest = left.stream()
                    .min(Comparator.comparingDouble(other -> distance(person.at(Joint.NECK), other.at(Joint.NECK))))
                    .orElseThrow();
            left.remove(nearest);
            double size = size(person);
            for (int joint = 0; joint < Joint.COUNT; joint++) {
                Keypoint there = person.keypoints().get(joint), read = nearest.keypoints().get(joint);
                boolean mayBeMissing = joint >= BODY && !read.visible();
                if (!mayBeMissing
                        && (there.visible() != read.visible()
                                || there.visible() && distance(there, read) > Math.max(3, OFF * size))) {
                    if (Boolean.getBoolean("why")) {
                        System.out.println("   " + Joint.values()[joint] + " " + there + " " + read);
                    }
                    return Result.WRONG;
                }
            }
        }
        return Result.RIGHT;
    }

    private static double size(Person person) {
        double left = Double.MAX_VALUE, right = -left, top = left, bottom = -left;
        for (Keypoint point : person.keypoints()) {
            if (point.visible()) {
                left = Math.min(left, point.x());
                right = Math.max(right, point.x());
                top = Math.min(top, point.y());
                bottom = Math.max(bottom, point.y());
            }
        }
        return Math.hypot(right - left, bottom - top);
    }

    private static double distance(Keypoint a, Keypoint b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }

    /** Prints what became of a hundred drawings of each kind, with {@code -v} of each one. */
    public static void main(String[] args) throws Exception {
        boolean verbose = args.length > 0;
        for (int kind = 0; kind < 2; kind++) {
            int[] results = new int[3];
            for (int i = 0; i < 100; i++) {
                Drawing drawing = kind == 0 ? palette(i) : thumbnail(i);
                SkeletonReader.Outcome outcome = SkeletonReader.read(Pixels.of(drawing.image));
                Result result = judge(drawing.drawn, outcome);
                results[result.ordinal()]++;
                if (verbose && result != Result.RIGHT) {
                    System.out.println(result + " " + i + " " + drawing.kind + " " + drawing.drawn.people().size() + " people: "
                            + (result == Result.WRONG ? outcome.skeleton().get().people().get(0).score() + "" : outcome.doubt().orElse("")));
                    javax.imageio.ImageIO.write(drawing.image, "png", new java.io.File("/tmp/sk/" + kind + "-" + i + ".png"));
                }
            }
            System.out.printf(java.util.Locale.ROOT, "%s: right %d, refused %d, wrong %d%n", kind == 0 ? "02" : "03", results[0], results[1], results[2]);
        }
    }
}
