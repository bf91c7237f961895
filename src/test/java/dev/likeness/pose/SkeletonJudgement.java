package dev.likeness.pose;

import java.io.File;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * Judges the reading of drawings whose keypoints are known, and prints the counts by style, size and quality.
 *
 * <pre>{@code SkeletonJudgement [rounds] [folder for the drawings that are read wrongly]}</pre>
 */
public final class SkeletonJudgement {

    /** Of the keypoints that are drawn so many are found in a right reading; joints may lie under others. */
    private static final double COMPLETE = 0.85;

    private SkeletonJudgement() {}

    enum Outcome {
        RIGHT,
        REFUSED,
        WRONG
    }

    record Judged(SkeletonDrawings.Drawing drawing, Outcome outcome, String why) {}

    static Judged judge(SkeletonDrawings.Drawing drawing) {
        try {
            Optional<Skeleton> read =
                    SkeletonReader.read(Pixels.of(drawing.image().get()), SkeletonReaderTest.budget());
            if (read.isEmpty()) {
                return new Judged(drawing, Outcome.REFUSED, "no drawing");
            }
            String fault = fault(drawing.truth(), read.get());
            return new Judged(drawing, fault == null ? Outcome.RIGHT : Outcome.WRONG, fault == null ? "" : fault);
        } catch (UnreadableDrawing e) {
            return new Judged(drawing, Outcome.REFUSED, e.getMessage());
        }
    }

    /** What is wrong with a reading; null when nothing is. */
    static String fault(Skeleton truth, Skeleton read) {
        if (truth.people().size() != read.people().size()) {
            return read.people().size() + " people instead of " + truth.people().size();
        }
        double tolerance = Math.max(5, 0.015 * Math.hypot(truth.width(), truth.height()));
        int drawn = 0, found = 0;
        for (Person person : truth.people()) {
            Person same = read.people().stream()
                    .min(Comparator.comparingDouble(other -> -near(person, other, tolerance)))
                    .orElseThrow();
            for (Joint joint : Joint.values()) {
                Keypoint a = person.at(joint), b = same.at(joint);
                drawn += a.visible() ? 1 : 0;
                found += a.visible() && b.visible() ? 1 : 0;
                double distance = Math.hypot(a.x() - b.x(), a.y() - b.y());
                if (b.visible() && (!a.visible() || distance > tolerance)) {
                    return joint + (a.visible() ? String.format(" is %.0f pixels off", distance) : " is not drawn");
                }
            }
        }
        return found < COMPLETE * drawn ? found + " of " + drawn + " keypoints are found" : null;
    }

    private static long near(Person a, Person b, double tolerance) {
        long near = 0;
        for (Joint joint : Joint.values()) {
            Keypoint from = a.at(joint), to = b.at(joint);
            near += from.visible() && to.visible() && Math.hypot(from.x() - to.x(), from.y() - to.y()) <= tolerance
                    ? 1
                    : 0;
        }
        return near;
    }

    /** The counts by style, size and quality, as a table in Markdown. */
    static String table(List<Judged> judged) {
        StringBuilder table =
                new StringBuilder("| drawings | number | right | refused | wrong |\n|---|---|---|---|---|\n");
        rows(table, judged, one -> one.drawing().style());
        rows(table, judged, one -> one.drawing().size() + " px");
        rows(table, judged, one -> one.drawing().quality());
        rows(table, judged, one -> "all");
        return table.toString();
    }

    private static void rows(StringBuilder table, List<Judged> judged, Function<Judged, String> by) {
        Map<String, List<Judged>> groups =
                judged.stream().collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()));
        groups.forEach((name, group) -> table.append(String.format(
                "| %s | %d | %d | %d | %d |%n",
                name,
                group.size(),
                count(group, Outcome.RIGHT),
                count(group, Outcome.REFUSED),
                count(group, Outcome.WRONG))));
    }

    static long count(List<Judged> judged, Outcome outcome) {
        return judged.stream().filter(one -> one.outcome() == outcome).count();
    }

    public static void main(String[] arguments) throws IOException {
        List<Judged> judged = SkeletonDrawings.all(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1).stream()
                .map(SkeletonJudgement::judge)
                .toList();
        Map<String, Integer> reasons = new TreeMap<>();
        int i = 0;
        for (Judged one : judged) {
            if (one.outcome() == Outcome.REFUSED) {
                reasons.merge(one.why().replaceAll("\\d+", "N"), 1, Integer::sum);
            }
            if (one.outcome() != Outcome.RIGHT) {
                System.out.println(i + " " + one.outcome() + " " + one.drawing() + ": " + one.why());
            }
            if (one.outcome() != Outcome.RIGHT && arguments.length > 1) {
                ImageIO.write(
                        one.drawing().image().get(), "png", new File(arguments[1], i + "-" + one.outcome() + ".png"));
            }
            i++;
        }
        System.out.println(reasons);
        SkeletonDrawings.bodiless().forEach((name, picture) -> {
            String outcome;
            try {
                outcome = SkeletonReader.read(Pixels.of(picture.get()), SkeletonReaderTest.budget())
                        .map(read -> "WRONG: " + read.people().size() + " people")
                        .orElse("no drawing");
            } catch (UnreadableDrawing e) {
                outcome = "refused: " + e.getMessage();
            }
            System.out.println(name + ": " + outcome);
        });
        System.out.print(table(judged));
    }
}
