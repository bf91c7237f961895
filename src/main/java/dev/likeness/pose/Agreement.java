package dev.likeness.pose;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a drawing agrees with what was read from it: the reading is drawn again, and the pixels of both are compared, those of
 * the ink with the new drawing, and those along the middle of each limb with the ink.
 */
final class Agreement {

    /** Pixels that may lie between the edges of the two drawings, where colours are blurred. */
    private static final double SLACK = 2;

    /** Samples along a limb at most. */
    private static final int SAMPLES = 64;

    /** Samples that say something about a limb. */
    private static final int FEW = 3;

    /** So much ink of a hue, besides that of a joint or a limb as long as it is wide, may come from blurred edges of others. */
    private static final int SPECK = 12;

    /** From this half width on, pixels, a limb has more than edges. */
    private static final double THICK = 3;

    /** With less of its colour at its place a joint was not drawn there. */
    private static final double AT_PLACE = 0.5;

    /** In smaller circles, pixels, an ear's colour is not told from where others meet. */
    private static final double CLEAR = 2;

    /** An ear, of which little is seen, has so much of its colour. */
    private static final double SURE = 0.8;

    /** The hue of the dots of drawn hands. */
    private static final int HAND_DOTS = Joint.LEFT_KNEE.ordinal();

    private static final int JOINT = 0x100;

    private final Ink ink;
    private final Colouring colouring;
    private final boolean dimmed;
    private final double halfWidth;
    private final double radius;
    private final boolean clear;
    private final int[] drawn;
    private final List<Person> people = new ArrayList<>();
    private double covered;
    private double coveredOfHue = 1;
    private double worst = 1;
    private double misplaced;
    private double sum;
    private int limbs;

    /**
     * @param dimmed whether limbs are darker than joints
     * @param figures of each person the points that {@link Colouring} has
     * @param halfWidth of limbs, pixels
     * @param radius of joints, pixels; 0 when none are drawn
     * @param clear whether the circles of joints were told apart by their shape, and need not be looked for
     */
    Agreement(
            Ink ink,
            Colouring colouring,
            boolean dimmed,
            List<List<Keypoint>> figures,
            double halfWidth,
            double radius,
            boolean clear,
            ReadingBudget budget) {
        this.ink = ink;
        this.colouring = colouring;
        this.dimmed = dimmed;
        this.halfWidth = halfWidth;
        this.radius = radius;
        this.clear = clear;
        this.drawn = drawing(figures, budget);
        compare(figures, budget);
        for (List<Keypoint> figure : figures) {
            people.add(person(figure));
        }
    }

    /** The share of the limbs' ink that lies where something was read. */
    double covered() {
        return covered;
    }

    /** The same of the hue of which it is least. */
    double coveredOfHue() {
        return coveredOfHue;
    }

    /** The share of the limb's middle that has its colour, of the limb that agrees least, of what nothing covers. */
    double worst() {
        return worst;
    }

    /** The share of a person's joints that are left out since their colour is not seen at their place, at most. */
    double misplaced() {
        return misplaced;
    }

    /** The mean of all limbs. */
    double mean() {
        return limbs == 0 ? 0 : sum / limbs;
    }

    /** Those that were read, with a score for each keypoint: how far its limbs agree. */
    List<Person> people() {
        return people;
    }

    private int[] drawing(List<List<Keypoint>> figures, ReadingBudget budget) {
        Canvas canvas = new Canvas(ink.width(), ink.height());
        for (Colouring.Bone bone : colouring.bones()) {
            for (List<Keypoint> figure : figures) {
                Keypoint from = figure.get(bone.from()), to = figure.get(bone.to());
                if (from.visible() && to.visible()) {
                    limb(canvas, from, to, bone.hue() + 1, budget);
                }
            }
        }
        for (List<Keypoint> figure : figures) {
            for (Keypoint point : figure) {
                if (point.visible()) {
                    circle(canvas, point, radius + SLACK, JOINT, budget);
                }
            }
        }
        return canvas.pixels();
    }

    private void circle(Canvas canvas, Keypoint at, double reach, int value, ReadingBudget budget) {
        budget.spend((long) Math.min((double) ink.width() * ink.height(), 4 * reach * reach));
        canvas.circle((int) at.x(), (int) at.y(), (int) Math.ceil(reach), value);
    }

    /** Pixels from the middle of a limb at which its ink may lie; an ellipse that holds a bar is wider than the bar. */
    private double reachAcross() {
        return 1.2 * halfWidth + SLACK;
    }

    /** Longer and wider than the limb by the slack. */
    private void limb(Canvas canvas, Keypoint from, Keypoint to, int value, ReadingBudget budget) {
        double length = distance(from, to);
        double across = reachAcross();
        budget.spend((long) Math.min((double) ink.width() * ink.height(), 2 * across * (length + 2 * halfWidth)));
        canvas.ellipse(
                (int) ((from.x() + to.x()) / 2),
                (int) ((from.y() + to.y()) / 2),
                (int) (length / 2 + halfWidth),
                (int) Math.ceil(across),
                (int) Math.round(Math.toDegrees(Math.atan2(to.y() - from.y(), to.x() - from.x()))),
                value);
    }

    private static double distance(Keypoint from, Keypoint to) {
        return Math.hypot(from.x() - to.x(), from.y() - to.y());
    }

    private void compare(List<List<Keypoint>> figures, ReadingBudget budget) {
        int[] all = new int[2 * Ink.HUES], found = new int[2 * Ink.HUES];
        long total = 0, explained = 0;
        for (int y = 0; y < ink.height(); y++) {
            for (int x = 0; x < ink.width(); x++) {
                int code = ink.at(x, y) - Ink.JOINT;
                if (code >= 0) {
                    int value = drawn[y * ink.width() + x], hue = code % Ink.HUES;
                    if (!dimmed || code >= Ink.HUES) {
                        total++;
                        explained += value != 0 ? 1 : 0;
                    }
                    if (halfWidth < THICK || solid(x, y)) {
                        int kind = dimmed ? code : hue;
                        all[kind]++;
                        found[kind] += value == JOINT || value == hue + 1 || onLimb(figures, hue, x, y, budget) ? 1 : 0;
                    }
                }
            }
        }
        covered = total == 0 ? 0 : (double) explained / total;
        for (int kind = 0; kind < all.length; kind++) {
            boolean dots = dimmed && kind == HAND_DOTS;
            double size = dimmed && kind < Ink.HUES ? radius : 2 * halfWidth;
            if (all[kind] > SPECK + size * size && !dots) {
                coveredOfHue = Math.min(coveredOfHue, (double) found[kind] / all[kind]);
            }
        }
    }

    /** Whether the next pixels are alike; at the edge of two colours a third one is seen that is as wide as one. */
    private boolean solid(int x, int y) {
        byte code = ink.at(x, y);
        return ink.inside(x + 1, y + 1)
                && ink.at(x + 1, y) == code
                && ink.at(x, y + 1) == code
                && ink.at(x + 1, y + 1) == code;
    }

    /** Whether a limb of the hue lies there under another one. */
    private boolean onLimb(List<List<Keypoint>> figures, int hue, int x, int y, ReadingBudget budget) {
        for (Colouring.Bone bone : colouring.bones()) {
            if (bone.hue() == hue) {
                budget.spend(figures.size());
                for (List<Keypoint> figure : figures) {
                    Keypoint from = figure.get(bone.from()), to = figure.get(bone.to());
                    if (from.visible()
                            && to.visible()
                            && Geometry.toSegment(x, y, from.x(), from.y(), to.x(), to.y()) <= reachAcross()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private Person person(List<Keypoint> figure) {
        double[] sums = new double[figure.size()];
        int[] counts = new int[figure.size()];
        double all = 0;
        int number = 0;
        for (Colouring.Bone bone : colouring.bones()) {
            Keypoint from = figure.get(bone.from()), to = figure.get(bone.to());
            double share = from.visible() && to.visible() ? agreement(bone.hue(), from, to) : Double.NaN;
            if (!Double.isNaN(share)) {
                for (int point : new int[] {bone.from(), bone.to()}) {
                    sums[point] += share;
                    counts[point]++;
                }
                all += share;
                number++;
                worst = Math.min(worst, share);
            }
        }
        sum += all;
        limbs += number;
        // Of what is covered by something else nothing is known.
        double mean = number == 0 ? 0.5 : all / number;
        boolean[] gone = new boolean[figure.size()];
        for (int i = 0; i < Joint.COUNT && radius > 0 && !clear; i++) {
            double place = figure.get(i).visible() ? atPlace(figure, i) : 1;
            boolean ear = i >= Joint.RIGHT_EAR.ordinal();
            // Where red and magenta meet there is the colour of ears.
            gone[i] = figure.get(i).visible()
                    && (place < AT_PLACE
                            || ear
                                    && (radius < CLEAR
                                            || counts[i] == 0
                                            || Double.isNaN(place)
                                            || Math.min(place, sums[i]) < SURE));
        }
        for (Colouring.Bone bone : colouring.bones()) {
            // What hangs on a joint that is not there is not known either.
            gone[bone.to()] |= gone[bone.from()] && bone.from() != Joint.NECK.ordinal();
        }
        int without = 0, visible = 0;
        List<Keypoint> points = new ArrayList<>();
        for (int i = 0; i < Joint.COUNT; i++) {
            Keypoint point = figure.get(i);
            boolean known = point.visible() && !gone[i];
            visible += point.visible() ? 1 : 0;
            without += point.visible() && gone[i] ? 1 : 0;
            double share = counts[i] == 0 ? mean : sums[i] / counts[i];
            points.add(known ? new Keypoint(point.x(), point.y(), Math.max(0.01, share)) : Keypoint.MISSING);
        }
        misplaced = Math.max(misplaced, without / Math.max(1.0, visible));
        return new Person(points, mean * covered);
    }

    /** The share of a joint's circle that has its colour, of what no other joint covers; of one that is covered nothing is known. */
    private double atPlace(List<Keypoint> figure, int point) {
        Keypoint at = figure.get(point);
        int reach = (int) Math.max(1, radius * 0.35), hue = colouring.hue(point), seen = 0;
        double hits = 0;
        for (int y = (int) at.y() - reach; y <= (int) at.y() + reach; y++) {
            for (int x = (int) at.x() - reach; x <= (int) at.x() + reach; x++) {
                byte code = ink.inside(x, y) ? ink.at(x, y) : Ink.OTHER;
                boolean others = code == Ink.JOINT + HAND_DOTS;
                for (int other = 0; other < figure.size() && !others; other++) {
                    Keypoint beside = figure.get(other);
                    others = other != point
                            && beside.visible()
                            && Math.hypot(beside.x() - 0.5 - x, beside.y() - 0.5 - y) <= radius + 1;
                }
                double likeness = likeness(hue, code);
                if (!others || likeness == 1) {
                    seen++;
                    hits += likeness;
                }
            }
        }
        return seen < FEW ? Double.NaN : hits / seen;
    }

    private double agreement(int hue, Keypoint from, Keypoint to) {
        double length = distance(from, to);
        int steps = (int) Math.max(1, Math.min(SAMPLES, length));
        int seen = 0;
        double hits = 0;
        for (int i = 0; i <= steps; i++) {
            double t = (double) i / steps;
            double x = from.x() + t * (to.x() - from.x()), y = from.y() + t * (to.y() - from.y());
            // Angles are cut to whole degrees by some tools, and middles to whole pixels.
            double slack = 1 + Math.abs(t - 0.5) * length * Math.toRadians(1);
            double best = 0;
            for (int k = -1; k <= 1 && best < 1; k++) {
                int px = (int) (x - k * slack * (to.y() - from.y()) / length);
                int py = (int) (y + k * slack * (to.x() - from.x()) / length);
                best = Math.max(best, ink.inside(px, py) ? likeness(hue, ink.at(px, py)) : 0);
            }
            boolean uncovered = ink.inside((int) x, (int) y) && drawn[(int) y * ink.width() + (int) x] == hue + 1;
            if (uncovered || best == 1) {
                seen++;
                hits += best;
            }
        }
        return seen < FEW ? Double.NaN : hits / seen;
    }

    private static double likeness(int hue, byte code) {
        if (code < Ink.JOINT) {
            return 0;
        }
        int apart = Math.floorMod((code - Ink.JOINT) % Ink.HUES - hue, Ink.HUES);
        return apart == 0 ? 1 : apart == 1 || apart == Ink.HUES - 1 ? 0.5 : 0;
    }
}
