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

    /** Sampled pixels of ink that are enough to judge their hues by. */
    private static final int ENOUGH = 60;

    /** Of the rest at most so much may be fringes and foreign colours (face dots, artefacts). */
    private static final double FOREIGN = 0.7;

    /** More of the picture than this no skeleton inks. */
    private static final double MOST_INK = 0.3;

    /** So much of the ink has to have the palette's hues: 0.6 of a badly compressed skeleton has, 0.3 of a rainbow. */
    private static final double ON_HUE = 0.45;

    /** Limbs that have to be seen: with joints, and without, where less else speaks for a skeleton. */
    private static final int LIMBS = 2;

    private static final int BARE_LIMBS = 5;

    /** So much of the ink has to lie where the skeleton that was read has joints and limbs; hands have ink beside it. */
    private static final double COVERED = 0.6;

    private static final double BARE_COVERED = 0.8;

    /** So much of the covered ink has to have the right hue. */
    private static final double RIGHT_HUE = 0.6;

    /** Limbs are on average at least so many times as long as half their width. */
    private static final double SLENDER = 4;

    /** With less dim ink than this share of the bright the limbs are drawn as bright as joints. */
    private static final double NO_DIMMING = 0.3;

    private static final int ROUNDS = 3;

    /** People that are read: as many as a network finds. */
    static final int MOST_PEOPLE = TopDown.MOST;

    /** Joints of one colour: some are seen in two pieces. */
    static final int MOST_OF_ONE = MOST_PEOPLE * 5 / 4;

    private final Ink ink;
    private final ReadingBudget budget;

    private SkeletonReader(Ink ink, ReadingBudget budget) {
        this.ink = ink;
        this.budget = budget;
    }

    /**
     * The skeleton that is drawn in the picture; empty when the picture is something else.
     *
     * @throws UnreadableDrawing if the picture is the drawing of more than can be read
     */
    static Optional<Skeleton> read(Pixels picture, ReadingBudget budget) {
        for (boolean white : new boolean[] {false, true}) {
            if (plausible(picture, white)) {
                return new SkeletonReader(Ink.of(picture, white), budget).read();
            }
        }
        return Optional.empty();
    }

    private static boolean plausible(Pixels picture, boolean white) {
        int stepX = Math.max(1, picture.width() / SAMPLES), stepY = Math.max(1, picture.height() / SAMPLES);
        int total = 0, paper = 0, ink = 0, onHue = 0;
        for (int y = stepY / 2; y < picture.height(); y += stepY) {
            for (int x = stepX / 2; x < picture.width(); x += stepX) {
                int rgb = picture.rgb()[y * picture.width() + x];
                byte code = Ink.code(rgb, white);
                total++;
                paper += code == Ink.PAPER ? 1 : 0;
                ink += code >= Ink.JOINT ? 1 : 0;
                onHue += code >= Ink.JOINT && Ink.onHue(rgb) ? 1 : 0;
            }
        }
        return paper >= PAPER * total
                && (ink < ENOUGH || onHue >= ON_HUE * ink)
                && total - paper - ink <= Math.max(8, FOREIGN * (total - paper));
    }

    private Optional<Skeleton> read() {
        try {
            return withinBudget();
        } catch (UnreadableDrawing e) {
            // A drawing in none but the palette's colours is no photograph; of others a network says what they are.
            if (ink.exact()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Optional<Skeleton> withinBudget() {
        int coloured = ink.joints() + ink.limbs();
        if (coloured < 32 || coloured > MOST_INK * ink.width() * ink.height() || ink.onHue() < ON_HUE) {
            return Optional.empty();
        }
        boolean bright = ink.limbs() < NO_DIMMING * ink.joints();
        Discs.Found discs = bright ? Discs.Found.NONE : Discs.in(ink, budget);
        if (discs.radius() > 0) {
            Optional<Skeleton> skeleton = withHidden(discs, new Evidence(ink, false, budget));
            if (skeleton.isPresent()) {
                return skeleton;
            }
        }
        Evidence evidence = new Evidence(ink, bright, budget);
        List<Mark> marks = Sticks.joints(ink, bright, budget);
        return checked(marks, links(marks, evidence, SkeletonRenderer.STICK_WIDTH), evidence, 0);
    }

    private Optional<Skeleton> withHidden(Discs.Found discs, Evidence evidence) {
        List<Mark> marks = new ArrayList<>(discs.marks());
        List<Links.Link> links = links(marks, evidence, discs.radius());
        if (discs.exact()) {
            Hidden hidden = new Hidden(ink, evidence, discs.radius(), budget);
            for (int round = 0; round < ROUNDS; round++) {
                List<Mark> more = hidden.beside(marks, links);
                if (more.isEmpty()) {
                    break;
                }
                marks.addAll(more);
                links = links(marks, evidence, discs.radius());
            }
        }
        return checked(marks, links, evidence, discs.radius());
    }

    private List<Links.Link> links(List<Mark> marks, Evidence evidence, double halfWidth) {
        for (Joint joint : Joint.values()) {
            int ofOne = Links.only(marks, joint).size();
            if (ofOne > (joint == Joint.LEFT_KNEE ? Discs.MOST_BLOBS : MOST_OF_ONE)) {
                throw new UnreadableDrawing(
                        "it has " + ofOne + " joints of one colour, and at most " + MOST_PEOPLE + " people are read");
            }
        }
        return Links.between(marks, evidence, halfWidth);
    }

    private Optional<Skeleton> checked(List<Mark> marks, List<Links.Link> links, Evidence evidence, double radius) {
        if (links.stream().filter(Links.Link::sure).count() < (radius == 0 ? BARE_LIMBS : LIMBS)) {
            return Optional.empty();
        }
        List<Person> people = Assembly.people(marks, links, evidence, budget);
        if (people.size() > MOST_PEOPLE) {
            throw new UnreadableDrawing(
                    "it has " + people.size() + " people, and at most " + MOST_PEOPLE + " are read");
        }
        Skeleton skeleton = new Skeleton(ink.width(), ink.height(), people);
        return accountsFor(skeleton, radius) ? Optional.of(skeleton) : Optional.empty();
    }

    /** Draws what was read, a little fatter, and looks how much of the ink lies on it. */
    private boolean accountsFor(Skeleton skeleton, double radius) {
        double length = 0;
        int limbs = 0;
        for (Person person : skeleton.people()) {
            for (Limb limb : Limb.values()) {
                Keypoint from = person.at(limb.from()), to = person.at(limb.to());
                if (from.visible() && to.visible()) {
                    length += Math.hypot(from.x() - to.x(), from.y() - to.y());
                    limbs++;
                }
            }
        }
        // An ellipse's area is pi / 4 times its length times its width.
        double halfWidth = 2 * (ink.limbs() + (radius == 0 ? ink.joints() : 0)) / (Math.PI * length);
        if (radius == 0 && length < SLENDER * halfWidth * limbs) {
            return false;
        }
        // The largest circles and ellipses that are about to be drawn, as far as they may lie in the picture.
        long area = (long) ink.width() * ink.height();
        budget.spend((long) (Math.min(area, 4 * (radius + 2) * (radius + 2))
                        * Joint.COUNT
                        * skeleton.people().size()
                + Math.min(area * limbs, 2 * (halfWidth + 2) * length + 8 * limbs * halfWidth)));
        Pixels drawn =
                Pixels.of(SkeletonRenderer.draw(skeleton, (int) Math.ceil(halfWidth) + 2, (int) Math.ceil(radius) + 2));
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
        return covered >= (radius == 0 ? BARE_COVERED : COVERED) * total && right >= RIGHT_HUE * covered;
    }
}
