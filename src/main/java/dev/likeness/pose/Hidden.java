package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds joints that lie wholly under others: a limb that leads to a covered place, and to no joint of its kind. */
final class Hidden {

    /** Pixels of a limb that no known limb accounts for, from which on one is looked for. */
    private static final int UNCLAIMED = 6;

    private final Ink ink;
    private final Evidence evidence;
    private final ReadingBudget budget;
    private final int radius;
    private final int[][] limbPixels;

    Hidden(Ink ink, Evidence evidence, double radius, ReadingBudget budget) {
        this.ink = ink;
        this.evidence = evidence;
        this.budget = budget;
        this.radius = (int) Math.round(radius);
        this.limbPixels = ink.pixels(Ink.LIMB);
    }

    /** The joints that have to be added to the known ones. */
    List<Mark> beside(List<Mark> marks, List<Links.Link> links) {
        List<Mark> found = new ArrayList<>();
        for (Limb limb : Limb.values()) {
            List<Links.Link> known =
                    links.stream().filter(link -> link.limb() == limb).toList();
            int[] unclaimed = unclaimed(limb, known);
            if (unclaimed.length < UNCLAIMED) {
                continue;
            }
            for (Mark end : marks) {
                boolean from = end.joint() == limb.from();
                boolean loose = (from || end.joint() == limb.to())
                        && known.stream().noneMatch(link -> link.from() == end || link.to() == end);
                if (loose) {
                    Joint missing = from ? limb.to() : limb.from();
                    other(limb, end, missing, from, unclaimed, marks).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private int[] unclaimed(Limb limb, List<Links.Link> known) {
        int[] pixels = limbPixels[limb.ordinal()];
        for (Links.Link link : known) {
            budget.spend(pixels.length);
            pixels = Arrays.stream(pixels)
                    .filter(pixel -> distance(pixel, link.from(), link.to()) > 3 * radius)
                    .toArray();
        }
        return pixels;
    }

    /** Of the places where a joint would be wholly covered the middle of those that explain the limb best. */
    private Optional<Mark> other(Limb limb, Mark end, Joint missing, boolean from, int[] unclaimed, List<Mark> marks) {
        double best = UNCLAIMED, sumX = 0, sumY = 0;
        int ties = 0;
        for (Mark cover : marks) {
            for (int dy = -radius; dy <= radius && cover != end; dy++) {
                for (int dx = -radius; dx <= radius; dx++) {
                    Mark place = new Mark(missing, Math.round(cover.x()) + dx, Math.round(cover.y()) + dy);
                    double worth = covered(place) ? worth(limb, end, place, from, unclaimed) : 0;
                    if (worth > best) {
                        best = worth;
                        sumX = sumY = ties = 0;
                    }
                    if (worth > 0 && worth == best) {
                        sumX += place.x();
                        sumY += place.y();
                        ties++;
                    }
                }
            }
        }
        return ties == 0 ? Optional.empty() : Optional.of(new Mark(missing, sumX / ties, sumY / ties));
    }

    private boolean covered(Mark place) {
        int looks = 0;
        boolean covered = ink.inside((int) place.x(), (int) place.y());
        for (int dy = -radius; dy <= radius && covered; dy++) {
            for (int dx = -radius; dx <= radius && covered; dx++) {
                int x = (int) place.x() + dx, y = (int) place.y() + dy;
                if (dx * dx + dy * dy <= radius * radius && ink.inside(x, y)) {
                    looks++;
                    int joint = ink.at(x, y) - Ink.JOINT;
                    covered = joint >= place.joint().ordinal() && joint < Joint.COUNT || ink.at(x, y) == Ink.OTHER;
                }
            }
        }
        budget.spend(1 + looks);
        return covered;
    }

    private double worth(Limb limb, Mark end, Mark place, boolean from, int[] unclaimed) {
        Evidence.Sample sample = from ? evidence.sampled(limb, end, place) : evidence.sampled(limb, place, end);
        if (sample.score() < 0.6 || sample.hits() < 3) {
            return 0;
        }
        budget.spend(unclaimed.length);
        int explained = 0;
        for (int pixel : unclaimed) {
            explained += distance(pixel, end, place) <= 1.5 * radius ? 1 : 0;
        }
        return explained - 4 * sample.misses();
    }

    private double distance(int pixel, Mark from, Mark to) {
        return Geometry.toSegment(pixel % ink.width(), pixel / ink.width(), from.x(), from.y(), to.x(), to.y());
    }
}
