package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which joints the limbs of a skeleton image connect. */
final class Links {

    /** What a pixel of length takes from a limb's worth: of two that are as likely the shorter is meant. */
    private static final double LENGTH = 1e-4;

    private Links() {}

    /** Two joints and what speaks for the limb between them. */
    record Link(Limb limb, Mark from, Mark to, Evidence.Sample sample) {

        /** Seen, and not only possible. */
        boolean sure() {
            return sample.hits() >= 4 && sample.score() >= 0.6;
        }
    }

    /** @param halfWidth of the limbs, pixels; an estimate that is too small does no harm */
    static List<Link> between(List<Mark> marks, Evidence evidence, double halfWidth) {
        List<Link> links = new ArrayList<>();
        for (Limb limb : Limb.values()) {
            links.addAll(of(limb, only(marks, limb.from()), only(marks, limb.to()), evidence, halfWidth));
        }
        return links;
    }

    private static List<Link> of(Limb limb, List<Mark> from, List<Mark> to, Evidence evidence, double halfWidth) {
        boolean choice = from.size() > 1 || to.size() > 1;
        Link[][] possible = new Link[from.size()][to.size()];
        double[][] worth = new double[from.size()][to.size()];
        for (int i = 0; i < from.size(); i++) {
            for (int j = 0; j < to.size(); j++) {
                Link link = new Link(limb, from.get(i), to.get(j), evidence.sample(limb, from.get(i), to.get(j)));
                possible[i][j] = link;
                double score = link.sample().score();
                double distance = link.from().distance(link.to());
                if (score >= Evidence.ENOUGH) {
                    double detail = choice
                            ? evidence.sampleEllipse(limb, from.get(i), to.get(j), halfWidth)
                                    .score()
                            : score;
                    worth[i][j] = Math.max(1e-6, (score + detail) / 2 - LENGTH * distance);
                }
            }
        }
        List<Link> links = new ArrayList<>();
        int[] chosen = Pairing.of(worth, to.size());
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i] >= 0) {
                links.add(possible[i][chosen[i]]);
            }
        }
        links.sort(Comparator.comparingDouble((Link link) -> -link.sample().score()));
        return links;
    }

    static List<Mark> only(List<Mark> marks, Joint joint) {
        return marks.stream().filter(mark -> mark.joint() == joint).toList();
    }
}
