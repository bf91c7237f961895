package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Puts the strokes of a drawing together as people, given which hue is which limb: ends of limbs that share a joint are
 * joined, the trunk's first and the nearest first, unless somebody would have a limb twice or a joint in two places. As in
 * Kruskal's algorithm the people are the trees that come out.
 */
final class PersonAssembler {

    /** Limbs of a hue that are looked at, and so people. */
    static final int MOST = 32;

    /** How much of a limb between two discs has to have its hue, the part that the discs cover apart, and may be paper. */
    private static final double LIMB = 0.25;

    private static final double GAP = 0.08;

    private static final double COVERED = 0.05;

    /** Joints by their distance from the neck in limbs. */
    private static final int[] TIER = {1, 0, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 2, 2, 3, 3, 1};

    private final Strokes strokes;
    private final ColourScheme scheme;
    /** Whether limbs end with a disc of their own colour. */
    private final boolean ownDiscs;
    private final double radius;
    /** The discs of each joint. */
    private final List<List<FittedLine>> discs = new ArrayList<>();
    private final List<Tree> limbs = new ArrayList<>();

    private PersonAssembler(Strokes strokes, ColourScheme scheme) {
        this.strokes = strokes;
        this.scheme = scheme;
        this.ownDiscs = scheme != ColourScheme.CONTROLNET;
        this.radius = ownDiscs ? 1.33 * strokes.halfWidth : Math.min(strokes.radius, 2 * strokes.halfWidth);
        for (int joint = 0; joint < ColourScheme.JOINTS; joint++) {
            discs.add(new ArrayList<>());
        }
    }

    /** One limb, or several that were joined. */
    static final class Tree {
        
        final List<Limb> limbs = new ArrayList<>();
        /** Sums of the places where the ends of its limbs see each joint, and their number. */
        final double[] x = new double[ColourScheme.JOINTS];
        final double[] y = new double[ColourScheme.JOINTS];
        final int[] ends = new int[ColourScheme.JOINTS];
        int mask;
        /** How far apart the ends of its limbs are that are one joint, at most, pixels. */
        double spread;
        /** The same as a share of the length of the limb, eyes and ears apart. */
        double looseness;

        double length() {
            return limbs.stream().mapToDouble(limb -> limb.line.length()).sum();
        }

        double size() {
            double left = Double.MAX_VALUE, right = -left, top = left, bottom = -left;
            for (Limb limb : limbs) {
                left = Math.min(left, Math.min(limb.line.x0(), limb.line.x1()));
                right = Math.max(right, Math.max(limb.line.x0(), limb.line.x1()));
                top = Math.min(top, Math.min(limb.line.y0(), limb.line.y1()));
                bottom = Math.max(bottom, Math.max(limb.line.y0(), limb.line.y1()));
            }
            return Math.hypot(right - left, bottom - top);
        }

        boolean has(int joint) {
            return ends[joint] > 0;
        }

        double x(int joint) {
            return x[joint] / ends[joint];
        }

        double y(int joint) {
            return y[joint] / ends[joint];
        }
    }

    /** A stroke as the limb that has its hue. */
    static final class Limb {
        final ColourScheme.Bone bone;
        final FittedLine line;
        /** Whether it is known which end is which. */
        boolean directed;
        /** Whether its line begins at the second joint of the limb. */
        boolean reversed;
        Tree tree;

        Limb(ColourScheme.Bone bone, FittedLine line, boolean directed) {
            this.bone = bone;
            this.line = line;
            this.directed = directed;
        }
    }

    private record Meeting(Limb a, boolean aEnd, Limb b, boolean bEnd, int joint, double gap, int tier) {}

    /**
     * @param hueOf maps the scheme's hues to the drawing's, where channels are swapped or colours inverted
     * @return people and what could not be joined to them, the largest first
     */
    static List<Tree> trees(Strokes strokes, ColourScheme scheme, int[] hueOf) {
        PersonAssembler assembler = new PersonAssembler(strokes, scheme);
        List<Limb> limbs = assembler.limbs(hueOf);
        assembler.join(limbs);
        assembler.joinCovered(limbs);
        return trees(limbs).stream()
                .peek(assembler::settle)
                .sorted(Comparator.comparingDouble(Tree::length).reversed())
                .toList();
    }

    private List<Limb> limbs(int[] hueOf) {
        for (int hue = 0; hue < ColourScheme.HUES; hue++) {
            List<FittedLine> found = strokes.discs.get(hueOf[hue]);
            discs.get(scheme.jointOf(hue)).addAll(found.subList(0, Math.min(MOST, found.size())));
        }
        List<Limb> limbs = new ArrayList<>();
        for (ColourScheme.Bone bone : scheme.bones()) {
            List<FittedLine> lines = between(bone, hueOf[bone.hue()]);
            lines.forEach(line -> limbs.add(limb(bone, line, true)));
            strokes.lines.get(hueOf[bone.hue()]).stream()
                    .limit(MOST)
                    .filter(line -> lines.stream().noneMatch(known -> covers(known, line)))
                    .forEach(line -> limbs.add(limb(bone, toJoints(line), false)));
        }
        return limbs;
    }

    private static Limb limb(ColourScheme.Bone bone, FittedLine line, boolean directed) {
        Limb limb = new Limb(bone, line, directed);
        limb.tree = new Tree();
        limb.tree.limbs.add(limb);
        limb.tree.mask = 1 << bone.index();
        if (directed) {
            see(limb);
        }
        return limb;
    }

    private static void see(Limb limb) {
        Tree tree = limb.tree;
        for (boolean end : new boolean[] {false, true}) {
            int joint = end != limb.reversed ? limb.bone.to() : limb.bone.from();
            tree.x[joint] += x(limb, end);
            tree.y[joint] += y(limb, end);
            tree.ends[joint]++;
        }
    }

    private boolean covers(FittedLine known, FittedLine line) {
        double slack = 2 * strokes.halfWidth + 1;
        return known.distance(line.x0(), line.y0()) <= slack && known.distance(line.x1(), line.y1()) <= slack;
    }

    /** The limbs whose joints are seen as discs: what speaks most for itself first, each disc once. */
    private List<FittedLine> between(ColourScheme.Bone bone, int hue) {
        record Pair(FittedLine from, FittedLine to, double worth) {}
        List<Pair> pairs = new ArrayList<>();
        for (FittedLine from : discs.get(bone.from())) {
            for (FittedLine to : discs.get(bone.to())) {
                if (strokes.leadsOverPaper(from.x(), from.y(), to.x(), to.y())) {
                    continue;
                }
                double distance = Math.hypot(from.x() - to.x(), from.y() - to.y());
                double covered = Math.min(0.4, radius / distance);
                double dx = covered * (to.x() - from.x()), dy = covered * (to.y() - from.y());
                Strokes.Seen seen = strokes.seen(hue, from.x() + dx, from.y() + dy, to.x() - dx, to.y() - dy);
                boolean touching = distance <= 4 * radius && !ownDiscs;
                if (seen.paper() <= GAP && (seen.hue() >= LIMB || touching || seen.paper() == 0 && seen.hue() >= COVERED)) {
                    pairs.add(new Pair(from, to, seen.hue() - 1e-4 * distance));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::worth).reversed());
        List<FittedLine> lines = new ArrayList<>(), taken = new ArrayList<>();
        for (Pair pair : pairs) {
            if (taken.stream().noneMatch(disc -> disc == pair.from || disc == pair.to)) {
                taken.add(pair.from);
                taken.add(pair.to);
                lines.add(pair.from.between(pair.from.x(), pair.from.y(), pair.to.x(), pair.to.y()));
            }
        }
        return lines;
    }

    /** The stroke between the middles of the discs at its ends: of discs in another colour, which cover its ends, or its own. */
    private FittedLine toJoints(FittedLine line) {
        double ux = (line.x1() - line.x0()) / line.length(), uy = (line.y1() - line.y0()) / line.length();
        double before = beyond(line.x0(), line.y0(), -ux, -uy), after = beyond(line.x1(), line.y1(), ux, uy);
        return line.between(
                line.x0() - before * ux, line.y0() - before * uy, line.x1() + after * ux, line.y1() + after * uy);
    }

    private double beyond(double x, double y, double ux, double uy) {
        int step = 1;
        while (step <= radius + 1 && strokes.map.at(x + (step + 0.5) * ux, y + (step + 0.5) * uy) != HueMap.PAPER) {
            step++;
        }
        return step > radius ? radius : ownDiscs ? -radius : 0;
    }

    private void join(List<Limb> limbs) {
        List<Meeting> meetings = new ArrayList<>();
        for (int i = 0; i < limbs.size(); i++) {
            for (int j = i + 1; j < limbs.size(); j++) {
                Limb a = limbs.get(i), b = limbs.get(j);
                int joint = a.bone == b.bone ? -1 : a.bone.shared(b.bone);
                if (joint >= 0) {
                    meet(a, b, joint, meetings);
                }
            }
        }
        meetings.sort(Comparator.comparingInt(Meeting::tier).thenComparingDouble(Meeting::gap));
        meetings.forEach(this::join);
    }

    private void meet(Limb a, Limb b, int joint, List<Meeting> meetings) {
        double reach = reach(a.line) + reach(b.line);
        for (boolean aEnd : new boolean[] {false, true}) {
            for (boolean bEnd : new boolean[] {false, true}) {
                double gap = Math.hypot(x(a, aEnd) - x(b, bEnd), y(a, aEnd) - y(b, bEnd));
                if (gap <= reach && fits(a, aEnd, joint) && fits(b, bEnd, joint)) {
                    meetings.add(new Meeting(
                            a, aEnd, b, bEnd, joint, (gap + 1) / Math.min(a.line.length(), b.line.length()), TIER[joint]));
                }
            }
        }
    }

    /** How far from a joint a stroke may end: what covers it there makes it shorter, and thin ends get lost. */
    private double reach(FittedLine line) {
        return Math.min(1.5 * radius + 1 + 0.06 * line.length(), 0.5 * line.length() + 1);
    }

    private static double x(Limb limb, boolean end) {
        return end ? limb.line.x1() : limb.line.x0();
    }

    private static double y(Limb limb, boolean end) {
        return end ? limb.line.y1() : limb.line.y0();
    }

    /** Whether this end may be that joint. */
    private static boolean fits(Limb limb, boolean end, int joint) {
        return !limb.directed || joint == (end != limb.reversed ? limb.bone.to() : limb.bone.from());
    }

    private void join(Meeting meeting) {
        Limb a = meeting.a, b = meeting.b;
        if (a.tree == b.tree
                || (a.tree.mask & b.tree.mask) != 0
                || !fits(a, meeting.aEnd, meeting.joint)
                || !fits(b, meeting.bEnd, meeting.joint)) {
            return;
        }
        boolean aWas = a.directed, bWas = b.directed;
        direct(a, meeting.aEnd, meeting.joint);
        direct(b, meeting.bEnd, meeting.joint);
        Tree into = a.tree, from = b.tree;
        for (int joint = 0; joint < ColourScheme.JOINTS; joint++) {
            if (into.has(joint)
                    && from.has(joint)
                    && Math.hypot(into.x(joint) - from.x(joint), into.y(joint) - from.y(joint))
                            > reach(a.line) + reach(b.line)) {
                undirect(a, aWas);
                undirect(b, bWas);
                return;
            }
        }
        merge(into, from);
    }

    private static void merge(Tree into, Tree from) {
        for (int joint = 0; joint < ColourScheme.JOINTS; joint++) {
            into.x[joint] += from.x[joint];
            into.y[joint] += from.y[joint];
            into.ends[joint] += from.ends[joint];
        }
        into.mask |= from.mask;
        into.limbs.addAll(from.limbs);
        from.limbs.forEach(limb -> limb.tree = into);
    }

    private static List<Tree> trees(List<Limb> limbs) {
        return limbs.stream().map(limb -> limb.tree).distinct().toList();
    }

    /** Joins trees by limbs of which nothing is seen, since others are drawn over all of them: the shortest first. */
    private void joinCovered(List<Limb> limbs) {
        record Covered(ColourScheme.Bone bone, Tree from, Tree to, double length) {}
        List<Tree> trees = trees(limbs).stream().limit(4 * MOST).toList();
        List<Covered> covered = new ArrayList<>();
        for (ColourScheme.Bone bone : scheme.bones()) {
            for (Tree from : trees) {
                for (Tree to : trees) {
                    if (from != to && bone.index() < Joint.COUNT - 1 && from.has(bone.from()) && to.has(bone.to()) && (from.mask & to.mask) == 0) {
                        double x = from.x(bone.from()), y = from.y(bone.from()), toX = to.x(bone.to()), toY = to.y(bone.to());
                        double length = Math.hypot(x - toX, y - toY);
                        if (length <= 0.3 * Math.max(from.size(), to.size()) && strokes.seen(0, x, y, toX, toY).paper() == 0) {
                            covered.add(new Covered(bone, from, to, length));
                        }
                    }
                }
            }
        }
        covered.sort(Comparator.comparingDouble(Covered::length));
        for (Covered limb : covered) {
            Tree from = limb.from.limbs.get(0).tree, to = limb.to.limbs.get(0).tree;
            boolean apart = from != to && (from.mask & to.mask) == 0 && ((from.mask | to.mask) & 1 << limb.bone.index()) == 0;
            for (int joint = 0; joint < ColourScheme.JOINTS; joint++) {
                apart &= !from.has(joint) || !to.has(joint);
            }
            if (apart) {
                FittedLine line = limb.from.limbs.get(0).line.between(
                        from.x(limb.bone.from()), from.y(limb.bone.from()), to.x(limb.bone.to()), to.y(limb.bone.to()));
                Limb hidden = limb(limb.bone, line, true);
                limbs.add(hidden);
                merge(from, hidden.tree);
                merge(from, to);
            }
        }
    }

    private static void direct(Limb limb, boolean end, int joint) {
        if (!limb.directed) {
            limb.reversed = end != (limb.bone.to() == joint);
            limb.directed = true;
            see(limb);
        }
    }

    private static void undirect(Limb limb, boolean was) {
        if (!was) {
            limb.directed = false;
            Arrays.fill(limb.tree.ends, 0);
            Arrays.fill(limb.tree.x, 0);
            Arrays.fill(limb.tree.y, 0);
        }
    }

    /** Moves joints to the middles of their discs, where these are seen. */
    private void settle(Tree tree) {
        for (Limb limb : tree.limbs) {
            for (boolean end : new boolean[] {false, true}) {
                int joint = end != limb.reversed ? limb.bone.to() : limb.bone.from();
                if (limb.directed) {
                    double off = Math.hypot(x(limb, end) - tree.x(joint), y(limb, end) - tree.y(joint));
                    boolean face = limb.bone.to() >= Joint.RIGHT_EYE.ordinal();
                    tree.spread = Math.max(tree.spread, off);
                    tree.looseness = Math.max(tree.looseness, face ? 0 : off / limb.line.length());
                }
            }
        }
        for (int joint = 0; joint < ColourScheme.JOINTS; joint++) {
            if (tree.has(joint)) {
                double x = tree.x(joint), y = tree.y(joint), nearest = 1.5 * radius + 2;
                for (FittedLine disc : discs.get(joint)) {
                    double distance = Math.hypot(disc.x() - x, disc.y() - y);
                    if (distance < nearest) {
                        nearest = distance;
                        tree.x[joint] = disc.x() * tree.ends[joint];
                        tree.y[joint] = disc.y() * tree.ends[joint];
                    }
                }
            }
        }
    }
}
