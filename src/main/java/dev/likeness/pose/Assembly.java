package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Makes people of joints: what limbs connect is one person; parts without a connection go to the nearest person that
 * lacks them.
 */
final class Assembly {

    /** How far apart parts of a person may be, in sizes of the larger part. */
    private static final double REACH = 1.2;

    /** The dots of a drawn hand have the left knee's colour; this many knees that belong to no leg are dots. */
    private static final int HAND_DOTS = 3;

    private final Evidence evidence;
    private final ReadingBudget budget;
    /** In the order of the marks; of two that were put together the first stays. */
    private final List<Part> parts = new ArrayList<>();

    private Assembly(Evidence evidence, ReadingBudget budget) {
        this.evidence = evidence;
        this.budget = budget;
    }

    /** Joints that belong together. */
    private static final class Part {

        final Map<Joint, Mark> marks = new EnumMap<>(Joint.class);
        /** Distance of the two that are furthest apart, pixels. */
        double size;
        /** Number of changes, by which a candidate is known to be out of date. */
        int version;

        boolean gone;

        Part(Mark mark) {
            marks.put(mark.joint(), mark);
        }
    }

    /** Two parts that may be of one person, as they were at some time. */
    private record Candidate(double gap, int first, int second, int firstVersion, int secondVersion) {}

    /** The nearest first; of those that are as near the first parts. */
    private static final Comparator<Candidate> NEAREST = Comparator.comparingDouble(Candidate::gap)
            .thenComparingInt(Candidate::first)
            .thenComparingInt(Candidate::second);

    static List<List<Keypoint>> people(
            List<Mark> marks, List<Links.Link> links, Evidence evidence, ReadingBudget budget) {
        Assembly assembly = new Assembly(evidence, budget);
        marks.forEach(mark -> assembly.parts.add(new Part(mark)));
        links.forEach(assembly::connect);
        Set<Mark> sure = links.stream()
                .filter(Links.Link::sure)
                .flatMap(link -> Stream.of(link.from(), link.to()))
                .collect(Collectors.toSet());
        assembly.dropHandDots();
        assembly.mergeLooseParts();
        // Without a limb that is seen it is nobody: crumbs, fingers.
        return assembly.parts.stream()
                .filter(part -> !part.gone
                        && part.marks.size() > 1
                        && part.marks.values().stream().anyMatch(sure::contains))
                .map(part -> points(part.marks))
                .toList();
    }

    private void connect(Links.Link link) {
        Part from = partOf(link.from());
        Part to = partOf(link.to());
        if (from != to) {
            merge(from, to);
        }
    }

    private Part partOf(Mark mark) {
        return parts.stream()
                .filter(part -> !part.gone && part.marks.get(mark.joint()) == mark)
                .findFirst()
                .orElseThrow();
    }

    private void merge(Part into, Part other) {
        budget.spend((long) into.marks.size() * other.marks.size());
        into.size = Math.max(Math.max(into.size, other.size), furthest(into, other));
        into.marks.putAll(other.marks);
        into.version++;
        other.gone = true;
    }

    private void dropHandDots() {
        List<Part> dots = parts.stream()
                .filter(part -> !part.gone && part.marks.size() == 1 && part.marks.containsKey(Joint.LEFT_KNEE))
                .toList();
        if (dots.size() >= HAND_DOTS) {
            dots.forEach(dot -> dot.gone = true);
        }
    }

    /** The two parts that are nearest to one another and fit, again and again. Only pairs with the part that grew are new. */
    private void mergeLooseParts() {
        parts.removeIf(part -> part.gone);
        PriorityQueue<Candidate> candidates = new PriorityQueue<>(NEAREST);
        for (int i = 0; i < parts.size(); i++) {
            for (int j = i + 1; j < parts.size(); j++) {
                consider(i, j, candidates);
            }
        }
        while (!candidates.isEmpty()) {
            Candidate nearest = candidates.remove();
            Part first = parts.get(nearest.first()), second = parts.get(nearest.second());
            boolean current = !first.gone
                    && !second.gone
                    && first.version == nearest.firstVersion()
                    && second.version == nearest.secondVersion();
            if (current && noneContradicted(first, second)) {
                merge(first, second);
                for (int i = 0; i < parts.size(); i++) {
                    consider(Math.min(i, nearest.first()), Math.max(i, nearest.first()), candidates);
                }
            }
        }
    }

    private void consider(int i, int j, PriorityQueue<Candidate> candidates) {
        Part first = parts.get(i), second = parts.get(j);
        budget.spend(1);
        if (i == j || first.gone || second.gone || !Collections.disjoint(first.marks.keySet(), second.marks.keySet())) {
            return;
        }
        budget.spend((long) first.marks.size() * second.marks.size());
        double gap = nearest(first, second);
        if (gap <= REACH * Math.max(first.size, second.size)) {
            candidates.add(new Candidate(gap, i, j, first.version, second.version));
        }
    }

    private static double nearest(Part a, Part b) {
        return distances(a, b).min().orElseThrow();
    }

    private static double furthest(Part a, Part b) {
        return distances(a, b).max().orElseThrow();
    }

    private static DoubleStream distances(Part a, Part b) {
        return a.marks.values().stream()
                .flatMapToDouble(mark -> b.marks.values().stream().mapToDouble(mark::distance));
    }

    /** Were they one person, the limb between them would have been drawn. */
    private boolean noneContradicted(Part a, Part b) {
        return Arrays.stream(Limb.values())
                .noneMatch(limb -> contradicted(limb, a.marks, b.marks) || contradicted(limb, b.marks, a.marks));
    }

    private boolean contradicted(Limb limb, Map<Joint, Mark> a, Map<Joint, Mark> b) {
        Mark from = a.get(limb.from());
        Mark to = b.get(limb.to());
        return from != null && to != null && evidence.sample(limb, from, to).score() < 0;
    }

    /** As {@link Colouring} numbers them. */
    private static List<Keypoint> points(Map<Joint, Mark> part) {
        List<Keypoint> points = new ArrayList<>(Collections.nCopies(Colouring.POINTS, Keypoint.MISSING));
        part.forEach((joint, mark) -> points.set(joint.ordinal(), mark.keypoint()));
        return points;
    }
}
