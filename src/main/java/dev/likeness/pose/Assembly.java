package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    private final List<Map<Joint, Mark>> parts = new ArrayList<>();

    private Assembly(Evidence evidence) {
        this.evidence = evidence;
    }

    static List<Person> people(List<Mark> marks, List<Links.Link> links, Evidence evidence) {
        Assembly assembly = new Assembly(evidence);
        marks.forEach(mark -> assembly.parts.add(new EnumMap<>(Map.of(mark.joint(), mark))));
        links.forEach(assembly::connect);
        List<Mark> sure = links.stream()
                .filter(Links.Link::sure)
                .flatMap(link -> Stream.of(link.from(), link.to()))
                .toList();
        assembly.dropHandDots();
        assembly.mergeLooseParts();
        // Without a limb that is seen it is nobody: crumbs, fingers.
        return assembly.parts.stream()
                .filter(part -> part.size() > 1 && part.values().stream().anyMatch(sure::contains))
                .map(Assembly::person)
                .toList();
    }

    private void connect(Links.Link link) {
        Map<Joint, Mark> from = partOf(link.from());
        Map<Joint, Mark> to = partOf(link.to());
        if (from != to) {
            merge(from, to);
        }
    }

    private Map<Joint, Mark> partOf(Mark mark) {
        return parts.stream()
                .filter(part -> part.get(mark.joint()) == mark)
                .findFirst()
                .orElseThrow();
    }

    private void merge(Map<Joint, Mark> into, Map<Joint, Mark> other) {
        parts.removeIf(part -> part == other);
        into.putAll(other);
    }

    private void dropHandDots() {
        List<Map<Joint, Mark>> dots = parts.stream()
                .filter(part -> part.size() == 1 && part.containsKey(Joint.LEFT_KNEE))
                .toList();
        if (dots.size() >= HAND_DOTS) {
            parts.removeIf(part -> dots.stream().anyMatch(dot -> dot == part));
        }
    }

    /** The two parts that are nearest to one another and fit, again and again. */
    private void mergeLooseParts() {
        while (true) {
            Map<Joint, Mark> first = null, second = null;
            double nearest = Double.MAX_VALUE;
            for (int i = 0; i < parts.size(); i++) {
                for (int j = i + 1; j < parts.size(); j++) {
                    double gap = gap(parts.get(i), parts.get(j));
                    if (gap < nearest && fit(parts.get(i), parts.get(j), gap)) {
                        nearest = gap;
                        first = parts.get(i);
                        second = parts.get(j);
                    }
                }
            }
            if (first == null) {
                return;
            }
            merge(first, second);
        }
    }

    private static double gap(Map<Joint, Mark> a, Map<Joint, Mark> b) {
        double gap = Double.MAX_VALUE;
        for (Mark mark : a.values()) {
            for (Mark other : b.values()) {
                gap = Math.min(gap, mark.distance(other));
            }
        }
        return gap;
    }

    private boolean fit(Map<Joint, Mark> a, Map<Joint, Mark> b, double gap) {
        if (a.keySet().stream().anyMatch(b::containsKey) || gap > REACH * Math.max(size(a), size(b))) {
            return false;
        }
        // Were they one person, the limb between them would have been drawn.
        return Arrays.stream(Limb.values()).noneMatch(limb -> contradicted(limb, a, b) || contradicted(limb, b, a));
    }

    private boolean contradicted(Limb limb, Map<Joint, Mark> a, Map<Joint, Mark> b) {
        Mark from = a.get(limb.from());
        Mark to = b.get(limb.to());
        return from != null && to != null && evidence.sample(limb, from, to).score() < 0;
    }

    private static double size(Map<Joint, Mark> part) {
        double size = 0;
        for (Mark mark : part.values()) {
            for (Mark other : part.values()) {
                size = Math.max(size, mark.distance(other));
            }
        }
        return size;
    }

    private static Person person(Map<Joint, Mark> part) {
        return new Person(
                Arrays.stream(Joint.values())
                        .map(joint -> part.containsKey(joint) ? part.get(joint).keypoint() : Keypoint.MISSING)
                        .toList(),
                1);
    }
}
