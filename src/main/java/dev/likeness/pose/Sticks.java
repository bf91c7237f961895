package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Finds the joints of a skeleton that is drawn without them: where the ends of its limbs meet. */
final class Sticks {

    /** Smaller pieces of a limb, as a share of the largest of its colour, are crumbs. */
    private static final double CRUMB = 0.08;

    /** Ends this near, as a share of the shorter limb, meet: what covers an end makes the limb look shorter. */
    private static final double MEETING = 0.35;

    private final Ink ink;
    private final ReadingBudget budget;
    private final List<List<Stick>> sticks = new ArrayList<>();

    private Sticks(Ink ink, boolean bright, ReadingBudget budget) {
        this.ink = ink;
        this.budget = budget;
        int[][] pixels = ink.pixels(bright ? Ink.JOINT : Ink.LIMB);
        for (Limb limb : Limb.values()) {
            sticks.add(ofOneColour(pixels[limb.ordinal()]));
        }
    }

    /** A straight piece: its ends and its standard deviation across. */
    private record Stick(int[] pixels, double fromX, double fromY, double toX, double toY, double breadth) {

        /** Along the axis of greatest variance, from the first to the last pixel. */
        static Stick of(int[] pixels, int width) {
            double meanX = 0, meanY = 0;
            for (int pixel : pixels) {
                meanX += pixel % width;
                meanY += (double) (pixel / width);
            }
            meanX /= pixels.length;
            meanY /= pixels.length;
            double xx = 0, xy = 0, yy = 0;
            for (int pixel : pixels) {
                double dx = pixel % width - meanX, dy = pixel / width - meanY;
                xx += dx * dx;
                xy += dx * dy;
                yy += dy * dy;
            }
            double angle = Math.atan2(2 * xy, xx - yy) / 2;
            double cos = Math.cos(angle), sin = Math.sin(angle);
            double least = 0, most = 0;
            for (int pixel : pixels) {
                double along = (pixel % width - meanX) * cos + (pixel / width - meanY) * sin;
                least = Math.min(least, along);
                most = Math.max(most, along);
            }
            double across =
                    Math.sqrt(Math.max(0, (xx * sin * sin - 2 * xy * sin * cos + yy * cos * cos) / pixels.length));
            return new Stick(
                    pixels, meanX + least * cos, meanY + least * sin, meanX + most * cos, meanY + most * sin, across);
        }

        /** As a circle is, whose diameter is four times its deviation: a joint of the limb's colour, or a crumb. */
        boolean compact() {
            return Math.hypot(toX - fromX, toY - fromY) < 7 * breadth;
        }

        Stick with(Stick other, int width) {
            int[] both = Arrays.copyOf(pixels, pixels.length + other.pixels.length);
            System.arraycopy(other.pixels, 0, both, pixels.length, other.pixels.length);
            return of(both, width);
        }

        double nearestEnd(double x, double y) {
            return Math.min(Math.hypot(x - fromX, y - fromY), Math.hypot(x - toX, y - toY));
        }
    }

    /** @param bright whether the limbs have full brightness */
    static List<Mark> joints(Ink ink, boolean bright, ReadingBudget budget) {
        return new Sticks(ink, bright, budget).joints();
    }

    /** Pieces in line are one limb that something crosses. */
    private List<Stick> ofOneColour(int[] pixels) {
        List<Blob> blobs = new ArrayList<>(Blob.of(pixels, ink.width(), budget));
        if (blobs.size() > Discs.MOST_BLOBS) {
            return List.of();
        }
        blobs.sort(Comparator.comparingInt((Blob blob) -> -blob.pixels().length));
        List<Stick> found = new ArrayList<>();
        for (Blob blob : blobs) {
            if (blob.pixels().length < 4
                    || blob.pixels().length < CRUMB * blobs.get(0).pixels().length) {
                break;
            }
            Stick stick = Stick.of(blob.pixels(), ink.width());
            if (stick.compact() && !found.isEmpty()) {
                continue;
            }
            int index = 0;
            while (index < found.size()) {
                budget.spend(3L * (found.get(index).pixels().length + stick.pixels().length));
                Stick joined = found.get(index).with(stick, ink.width());
                if (joined.breadth() <= Math.max(found.get(index).breadth(), stick.breadth()) + 0.7) {
                    stick = joined;
                    found.remove(index);
                } else {
                    index++;
                }
            }
            found.add(stick);
        }
        return found;
    }

    private List<Mark> joints() {
        List<End> ends = new ArrayList<>();
        for (Limb limb : Limb.values()) {
            for (Stick stick : sticks.get(limb.ordinal())) {
                double straight = meeting(limb, limb.from(), stick.fromX, stick.fromY)
                        + meeting(limb, limb.to(), stick.toX, stick.toY);
                double turned = meeting(limb, limb.from(), stick.toX, stick.toY)
                        + meeting(limb, limb.to(), stick.fromX, stick.fromY);
                boolean turn = turned < straight;
                Mark from = new Mark(limb.from(), turn ? stick.toX : stick.fromX, turn ? stick.toY : stick.fromY);
                Mark to = new Mark(limb.to(), turn ? stick.fromX : stick.toX, turn ? stick.fromY : stick.toY);
                ends.add(new End(from, from.distance(to)));
                ends.add(new End(to, from.distance(to)));
            }
        }
        return together(ends);
    }

    /** How far the nearest ends of the other limbs at this joint are, at most the picture's size each. */
    private double meeting(Limb limb, Joint joint, double x, double y) {
        double sum = 0;
        for (Limb other : Limb.values()) {
            if (other != limb && (other.from() == joint || other.to() == joint)) {
                sum += sticks.get(other.ordinal()).stream()
                        .mapToDouble(stick -> stick.nearestEnd(x, y))
                        .min()
                        .orElse(0);
            }
        }
        return sum;
    }

    /**
     * Ends of limbs that meet are one joint. It is where the limb ends that was drawn last: it covers the others' ends.
     *
     * @param ends in the order in which the limbs are drawn
     */
    private static List<Mark> together(List<End> ends) {
        List<List<End>> groups = new ArrayList<>();
        for (End end : ends) {
            groups.stream()
                    .filter(group -> group.stream().anyMatch(end::meets))
                    .findFirst()
                    .orElseGet(() -> {
                        groups.add(new ArrayList<>());
                        return groups.get(groups.size() - 1);
                    })
                    .add(end);
        }
        return groups.stream().map(group -> group.get(group.size() - 1).mark()).toList();
    }

    /** @param length of the limb that ends here, pixels */
    private record End(Mark mark, double length) {

        boolean meets(End other) {
            double reach = Math.max(8, Math.min(length, other.length) * MEETING);
            return mark.joint() == other.mark.joint() && mark.distance(other.mark) <= reach;
        }
    }
}
