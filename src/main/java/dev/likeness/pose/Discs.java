package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Finds the filled circles that joints are drawn as, also those that others partly cover: where a circle of the known
 * radius explains what is seen, given that whatever of it is not seen must lie under another circle.
 */
final class Discs {

    /** More blobs of one colour than this are no joints of people but a pattern. */
    static final int MOST_BLOBS = 150;

    private final Ink ink;
    private final ReadingBudget budget;
    private final double radius;
    /** Offsets of the pixels of a circle, x and y in turn. */
    private final int[] template;
    /** Whether the circles are drawn pixel for pixel as expected: then every pixel means something. */
    private final boolean exact;

    private Discs(Ink ink, ReadingBudget budget, double radius, double area) {
        this.ink = ink;
        this.budget = budget;
        this.radius = radius;
        this.template = template(radius);
        this.exact = ink.exact() && area == template.length / 2;
    }

    /** @param radius of the circles, pixels; 0 when there are none */
    record Found(List<Mark> marks, double radius) {

        static final Found NONE = new Found(List.of(), 0);
    }

    static Found in(Ink ink, ReadingBudget budget) {
        int[][] pixels = ink.pixels(Ink.JOINT);
        List<List<Blob>> blobs = new ArrayList<>();
        for (int[] ofOne : pixels) {
            List<Blob> found = Blob.of(ofOne, ink.width(), budget);
            if (found.size() > MOST_BLOBS) {
                return Found.NONE;
            }
            blobs.add(found);
        }
        List<Blob> round =
                blobs.stream().flatMap(List::stream).filter(Blob::round).toList();
        if (round.size() < 2) {
            return Found.NONE;
        }
        double diameter = median(round, blob -> (blob.width() + blob.height()) / 2.0);
        double radius = (diameter - 1) / 2;
        Discs discs = new Discs(ink, budget, radius, median(round, blob -> blob.pixels().length));
        List<Mark> marks = new ArrayList<>();
        for (Joint joint : Joint.values()) {
            List<Mark> ofOne = new ArrayList<>();
            discs.withFragmentsTogether(blobs.get(joint.ordinal())).forEach(blob -> discs.add(joint, blob, ofOne));
            marks.addAll(ofOne);
        }
        return new Found(marks, radius);
    }

    private static double median(List<Blob> blobs, ToDoubleFunction<Blob> measure) {
        double[] sorted = blobs.stream().mapToDouble(measure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** The pixels within the radius, as the midpoint algorithm draws them to within a pixel of the outline. */
    private static int[] template(double radius) {
        int reach = (int) Math.ceil(radius);
        int[] offsets = new int[2 * (2 * reach + 1) * (2 * reach + 1)];
        int size = 0;
        for (int dy = -reach; dy <= reach; dy++) {
            for (int dx = -reach; dx <= reach; dx++) {
                if (dx * dx + dy * dy <= radius * radius) {
                    offsets[size++] = dx;
                    offsets[size++] = dy;
                }
            }
        }
        return Arrays.copyOf(offsets, size);
    }

    private boolean whole(Blob blob) {
        double diameter = 2 * radius + 1;
        double tolerance = exact ? 0.4 : 1 + diameter / 8;
        return blob.round() && Math.abs((blob.width() + blob.height()) / 2.0 - diameter) <= tolerance;
    }

    /** What other joints leave of a circle may be several pieces: those near one another become one blob. */
    private List<Blob> withFragmentsTogether(List<Blob> blobs) {
        List<Blob> together = new ArrayList<>();
        for (Blob blob : blobs) {
            Blob merged = blob;
            for (int i = 0; i < together.size() && !whole(blob); ) {
                Blob other = together.get(i);
                boolean near = !whole(other) && merged.gap(other) <= 2 * radius;
                budget.spend(near ? merged.pixels().length + other.pixels().length : 1);
                merged = near ? merged.with(together.remove(i)) : merged;
                i = near ? 0 : i + 1;
            }
            together.add(merged);
        }
        return together;
    }

    private void add(Joint joint, Blob blob, List<Mark> marks) {
        if (whole(blob)) {
            marks.add(new Mark(joint, blob.centreX(), blob.centreY()));
            return;
        }
        if (blob.pixels().length > 40 * template.length / 2) {
            return;
        }
        // Nothing exact is lost in an exact drawing; else a small fragment is where two colours meet.
        int least = exact ? 1 : template.length / 2 / 3;
        int[] left = blob.pixels();
        while (left.length >= least) {
            Fit fit = best(joint, blob, left);
            int[] rest = fit == null ? left : outside(left, fit);
            if (fit == null || rest.length == left.length) {
                return;
            }
            marks.add(new Mark(joint, fit.x, fit.y));
            left = rest;
        }
    }

    private record Fit(double x, double y) {}

    /** Where a circle explains most; the middle of such places, when there are several near one another. */
    private Fit best(Joint joint, Blob blob, int[] pixels) {
        int reach = (int) Math.ceil(radius);
        int step = Math.max(1, reach / 5);
        int originX = Math.max(0, blob.left() - 2 * reach), originY = Math.max(0, blob.top() - 2 * reach);
        int stride = Math.min(ink.width() - 1, blob.right() + 2 * reach) - originX + 1;
        int rows = Math.min(ink.height() - 1, blob.bottom() + 2 * reach) - originY + 1;
        budget.spend((long) stride * rows + pixels.length);
        boolean[] open = new boolean[stride * rows];
        for (int pixel : pixels) {
            open[(pixel / ink.width() - originY) * stride + pixel % ink.width() - originX] = true;
        }
        double best = 0, sumX = 0, sumY = 0, firstX = 0, firstY = 0;
        int ties = 0;
        for (int y = blob.top() - reach; y <= blob.bottom() + reach; y += step) {
            budget.spend((long) (blob.width() + 2 * reach) / step * (template.length / 2));
            for (int x = blob.left() - reach; x <= blob.right() + reach; x += step) {
                double score = ink.inside(x, y) ? score(joint, x, y, open, originX, originY, stride) : 0;
                if (score > best + 1e-9) {
                    best = score;
                    firstX = x;
                    firstY = y;
                    sumX = sumY = ties = 0;
                }
                if (best > 0
                        && score > best - 1e-9
                        && Math.hypot(x - firstX, y - firstY) <= Math.max(1.5, radius / 2)) {
                    sumX += x;
                    sumY += y;
                    ties++;
                }
            }
        }
        return ties == 0 ? null : new Fit(sumX / ties, sumY / ties);
    }

    /** Pixels explained, less those that ought to be seen and are not. */
    private double score(Joint joint, int x, int y, boolean[] open, int originX, int originY, int stride) {
        double score = 0;
        for (int i = 0; i < template.length; i += 2) {
            int px = x + template[i], py = y + template[i + 1];
            if (!ink.inside(px, py)) {
                continue;
            }
            if (open[(py - originY) * stride + px - originX]) {
                score += 1;
            } else {
                score -= cost(joint, ink.at(px, py));
            }
        }
        return score;
    }

    /** What may cover a joint: later joints, face dots; in some tools also the limbs of the next person. */
    private static double cost(Joint joint, byte code) {
        if (code == Ink.PAPER) {
            return 3;
        }
        if (code == Ink.FRINGE || code >= Ink.LIMB) {
            return 1;
        }
        return code == Ink.OTHER || code - Ink.JOINT >= joint.ordinal() ? 0.001 : 0.5;
    }

    private int[] outside(int[] pixels, Fit fit) {
        double reach = (radius + 0.8) * (radius + 0.8);
        return Arrays.stream(pixels)
                .filter(pixel -> {
                    double dx = pixel % ink.width() - fit.x, dy = pixel / ink.width() - fit.y;
                    return dx * dx + dy * dy > reach;
                })
                .toArray();
    }
}
