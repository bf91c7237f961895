package dev.likeness.pose;

import java.util.HashMap;
import java.util.Map;

/** How well the pixels between two joints speak for a limb there. */
final class Evidence {

    /** Limbs are drawn at an angle cut to whole degrees, about a middle cut to whole pixels. */
    private static final double DEGREE = Math.toRadians(1);

    /** From this score on a limb counts as drawn. */
    static final double ENOUGH = 0.5;

    /** Fewer samples than this say nothing: a pixel beside a circle may belong to what lies there. */
    private static final double FEW = 3;

    private final Ink ink;
    private final ReadingBudget budget;
    private final HueTiles tiles;
    /** The same lines are asked for when limbs are looked for and when parts are put together. */
    private final Map<Line, Sample> known = new HashMap<>();

    Evidence(Ink ink, ReadingBudget budget) {
        this.ink = ink;
        this.budget = budget;
        this.tiles = new HueTiles(ink);
    }

    private record Line(Limb limb, Mark from, Mark to) {}

    /**
     * @param hits samples in the limb's colour
     * @param misses samples where nothing is that could cover it
     */
    record Sample(double hits, double misses) {

        /** -1 (nothing of it is there) to 1; 0.5 and a little when nearly all of it is covered: nothing can be said. */
        double score() {
            double total = hits + misses;
            return total < FEW ? ENOUGH + 0.01 : (hits - misses) / total;
        }
    }

    /** What lies on the line between two joints; of one that cannot be a limb any more only the first part. */
    Sample sample(Limb limb, Mark from, Mark to) {
        Line line = new Line(limb, from, to);
        Sample sample = known.get(line);
        if (sample == null) {
            sample = sampled(limb, from, to);
            known.put(line, sample);
        }
        return sample;
    }

    private Sample sampled(Limb limb, Mark from, Mark to) {
        double dx = to.x() - from.x(), dy = to.y() - from.y();
        double length = Math.hypot(dx, dy);
        int steps = (int) Math.max(1, length);
        double acrossX = length == 0 ? 0 : -dy / length, acrossY = length == 0 ? 0 : dx / length;
        double hits = 0, misses = 0;
        for (int i = 0; i <= steps && (hits + misses < FEW || misses <= hits + (steps - i + 1)); i++) {
            double t = (double) i / steps;
            int slack = 1 + (int) Math.ceil(Math.abs(t - 0.5) * length * DEGREE);
            double x = from.x() + t * dx, y = from.y() + t * dy;
            double weight = best(limb, x, y, acrossX, acrossY, slack);
            hits += Math.max(0, weight);
            misses += Math.max(0, -weight);
        }
        return new Sample(hits, misses);
    }

    /**
     * The same over the whole ellipse that the limb is drawn as: slower, and tells apart what the line between the
     * joints does not, limbs of one colour that cross.
     */
    Sample sampleEllipse(Limb limb, Mark from, Mark to, double halfWidth) {
        double dx = to.x() - from.x(), dy = to.y() - from.y();
        double length = Math.hypot(dx, dy);
        double hits = 0, misses = 0;
        for (int i = 1; i < length; i++) {
            double t = i / length;
            double reach = halfWidth * 2 * Math.sqrt(t * (1 - t));
            budget.spend(4 * (long) (2 * reach + 1));
            for (int k = (int) -reach; k <= reach; k++) {
                int px = (int) Math.round(from.x() + t * dx - k * dy / length);
                int py = (int) Math.round(from.y() + t * dy + k * dx / length);
                double weight = ink.inside(px, py) ? weight(limb, ink.at(px, py)) : 0;
                hits += Math.max(0, weight);
                misses += Math.max(0, -weight);
            }
        }
        return new Sample(hits, misses);
    }

    /** 1 a hit, 0 covered, -1 a miss: the best of the pixel and its neighbours across the limb. */
    private double best(Limb limb, double x, double y, double acrossX, double acrossY, int slack) {
        int middleX = (int) Math.round(x), middleY = (int) Math.round(y);
        boolean nothingBeside = tiles.without(limb.ordinal(), middleX, middleY, slack + 1);
        int last = nothingBeside ? 0 : 2 * slack;
        budget.spend(4L * (last + 1));
        double best = -1;
        for (int k = 0; k <= last; k++) {
            int offset = (k + 1) / 2 * (k % 2 == 0 ? 1 : -1);
            int px = (int) Math.round(x + offset * acrossX), py = (int) Math.round(y + offset * acrossY);
            double weight = ink.inside(px, py) ? weight(limb, ink.at(px, py)) : 0;
            if (weight == 1) {
                return 1;
            }
            // What lies beside the line covers nothing of it.
            best = k == 0 ? weight : best;
        }
        return best;
    }

    private double weight(Limb limb, byte code) {
        if (code >= Ink.LIMB) {
            int hue = code - Ink.LIMB;
            if (hue == limb.ordinal()) {
                return 1;
            }
            return hue > limb.ordinal() ? 0 : -0.3;
        }
        return code == Ink.PAPER ? -1 : 0;
    }
}
