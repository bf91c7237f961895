package dev.likeness.pose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a picture already is an OpenPose skeleton, and reads it back. First a few thousand pixels are looked at,
 * which settles it for photographs; then joints and limbs are found by their colours; and in the end it counts as a
 * skeleton only when what was read accounts for what is drawn.
 */
final class SkeletonReader {

    /** Pixels looked at along each side before anything else. */
    private static final int SAMPLES = 96;

    /** Of them so much has to be paper. */
    private static final double PAPER = 0.5;

    /** Of the rest at most so much may be fringes and foreign colours (face dots, artefacts). */
    private static final double FOREIGN = 0.7;

    /** Limbs that have to be seen. */
    private static final int LIMBS = 2;

    /** So much of the ink has to lie where the skeleton that was read has joints and limbs; hands have ink beside it. */
    private static final double COVERED = 0.6;

    /** So much of the covered ink has to have the right hue. */
    private static final double RIGHT_HUE = 0.6;

    private static final int ROUNDS = 3;

    private SkeletonReader() {}

    /** The skeleton that is drawn in the picture; empty when the picture is something else. */
    static Optional<Skeleton> read(Pixels picture) {
        for (boolean white : new boolean[] {false, true}) {
            if (plausible(picture, white)) {
                return read(Ink.of(picture, white));
            }
        }
        return Optional.empty();
    }

    private static boolean plausible(Pixels picture, boolean white) {
        int stepX = Math.max(1, picture.width() / SAMPLES), stepY = Math.max(1, picture.height() / SAMPLES);
        int total = 0, paper = 0, ink = 0;
        for (int y = stepY / 2; y < picture.height(); y += stepY) {
            for (int x = stepX / 2; x < picture.width(); x += stepX) {
                byte code = Ink.code(picture.rgb()[y * picture.width() + x], white);
                total++;
                paper += code == Ink.PAPER ? 1 : 0;
                ink += code >= Ink.JOINT ? 1 : 0;
            }
        }
        return paper >= PAPER * total && total - paper - ink <= Math.max(8, FOREIGN * (total - paper));
    }

    private static Optional<Skeleton> read(Ink ink) {
        int coloured = ink.joints() + ink.limbs();
        if (coloured < 32 || coloured > (1 - PAPER) * ink.width() * ink.height()) {
            return Optional.empty();
        }
        Discs.Found discs = Discs.in(ink);
        if (discs.radius() > 0) {
            Evidence evidence = new Evidence(ink, false);
            Optional<Skeleton> skeleton = withHidden(ink, discs, evidence);
            if (skeleton.isPresent()) {
                return skeleton;
            }
        }
        boolean bright = ink.joints() > ink.limbs();
        Evidence evidence = new Evidence(ink, bright);
        List<Mark> marks = Sticks.joints(ink, bright);
        return checked(ink, marks, Links.between(marks, evidence, SkeletonRenderer.STICK_WIDTH), evidence, 0);
    }

    private static Optional<Skeleton> withHidden(Ink ink, Discs.Found discs, Evidence evidence) {
        List<Mark> marks = new ArrayList<>(discs.marks());
        List<Links.Link> links = Links.between(marks, evidence, discs.radius());
        if (ink.exact()) {
            Hidden hidden = new Hidden(ink, evidence, discs.radius());
            for (int round = 0; round < ROUNDS; round++) {
                List<Mark> more = hidden.beside(marks, links);
                if (more.isEmpty()) {
                    break;
                }
                marks.addAll(more);
                links = Links.between(marks, evidence, discs.radius());
            }
        }
        return checked(ink, marks, links, evidence, discs.radius());
    }

    private static Optional<Skeleton> checked(
            Ink ink, List<Mark> marks, List<Links.Link> links, Evidence evidence, double radius) {
        if (links.stream().filter(Links.Link::sure).count() < LIMBS) {
            return Optional.empty();
        }
        List<Person> people = Assembly.people(marks, links, evidence);
        Skeleton skeleton = new Skeleton(ink.width(), ink.height(), people);
        return accountsFor(ink, skeleton, radius) ? Optional.of(skeleton) : Optional.empty();
    }

    /** Draws what was read, a little fatter, and looks how much of the ink lies on it. */
    private static boolean accountsFor(Ink ink, Skeleton skeleton, double radius) {
        double length = 0;
        for (Person person : skeleton.people()) {
            for (Limb limb : Limb.values()) {
                Keypoint from = person.at(limb.from()), to = person.at(limb.to());
                length += from.visible() && to.visible() ? Math.hypot(from.x() - to.x(), from.y() - to.y()) : 0;
            }
        }
        // An ellipse's area is pi / 4 times its length times its width.
        int halfWidth = (int) Math.ceil(2 * (ink.limbs() + (radius == 0 ? ink.joints() : 0)) / (Math.PI * length)) + 2;
        Pixels drawn = Pixels.of(SkeletonRenderer.draw(skeleton, halfWidth, (int) Math.ceil(radius) + 2));
        int total = 0, covered = 0, right = 0;
        for (int y = 0; y < ink.height(); y++) {
            for (int x = 0; x < ink.width(); x++) {
                byte code = ink.at(x, y);
                if (code >= Ink.JOINT) {
                    int colour = drawn.rgb()[y * ink.width() + x] & 0xffffff;
                    total++;
                    if (colour != 0) {
                        covered++;
                        right += (Ink.code(colour, false) - code) % Ink.HUES == 0 ? 1 : 0;
                    }
                }
            }
        }
        return covered >= COVERED * total && right >= RIGHT_HUE * covered;
    }
}
