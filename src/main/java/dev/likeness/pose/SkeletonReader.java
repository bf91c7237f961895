package dev.likeness.pose;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tells whether a picture already is an OpenPose skeleton, and reads it back. First a few thousand pixels are looked at,
 * which settles it for photographs; then joints and limbs are found by their colours, as each {@link Colouring} has them; and
 * in the end what was read is drawn again, and counts only when both drawings agree.
 */
final class SkeletonReader {

    /** Pixels looked at along each side before anything else. */
    private static final int SAMPLES = 96;

    /** Of them so much has to be paper. */
    private static final double PAPER = 0.5;

    /** A drawing without colours has so much of it. */
    private static final double PLAIN = 0.85;

    /** Of a row or column within a frame so much is paper. */
    private static final double WITHIN_FRAME = 0.25;

    /** Pixels beside a frame in which compression leaves traces of it. */
    private static final int BLURRED_EDGE = 3;

    /** Sampled pixels of ink that are enough to judge their hues by. */
    private static final int ENOUGH = 60;

    /** Of the rest at most so much may be fringes and foreign colours (face dots, artefacts). */
    private static final double FOREIGN = 0.7;

    /** More of the picture than this no skeleton inks. */
    private static final double MOST_INK = 0.3;

    /** So much of the ink has to have the palette's hues: 0.6 of a badly compressed skeleton has, 0.3 of a rainbow. */
    private static final double ON_HUE = 0.36;

    /** Limbs that have to be read: with joints, and without, where less else speaks for a skeleton. */
    private static final int LIMBS = 2;

    private static final int BARE_LIMBS = 5;

    /** With less dim ink than this share of the bright the limbs are drawn as bright as joints. */
    private static final double NO_DIMMING = 0.3;

    /** People that are read: as many as a network finds. */
    static final int MOST_PEOPLE = TopDown.MOST;

    /** Joints of one colour: some are seen in two pieces. */
    static final int MOST_OF_ONE = MOST_PEOPLE * 5 / 4;

    /** Joints of a person of whom hardly anything is seen; of people who are cut off one may have no more. */
    private static final int FEW_JOINTS = 3;

    /** So many joints have people beside others, unless each pixel has its tool's colour. */
    private static final int MANY_JOINTS = 8;

    /** Smaller circles, pixels, are blurred in a drawing that is not exact: not all of their colours are told apart. */
    private static final double CLEAR_RADIUS = 2;

    /** Or so much of the ink has the palette's hues, as in a picture that was made smaller, but not compressed. */
    private static final double TRUE_HUES = 0.85;

    /** Circles smaller than this, in half widths of limbs, are not told from where limbs cross. */
    private static final double SMALL_CIRCLE = 0.6;

    /** When all but this is covered, the pieces of a person that are read as another may be so. */
    private static final double WHOLLY_COVERED = 0.99;

    /** From this share of the ink on that is accounted for the picture is the drawing of a skeleton. */
    private static final double DRAWN = 0.6;

    /** So much of the ink is accounted for in a reading that can be meant, unless each pixel has its tool's colour. */
    private static final double COVERED = 0.9;

    /** And in a drawing of limbs alone. */
    private static final double BARE = 0.8;

    /** So much of each limb has its colour then, and so much of all. */
    private static final double WORST_LIMB = 0.7;

    /** This share of a person's joints may be covered by something and left out: two of eighteen. */
    private static final double MISPLACED = 0.115;

    /** And of the ink of each hue so much is accounted for. */
    private static final double COVERED_OF_HUE = 0.75;

    private static final double ALL_LIMBS = 0.75;

    private final Ink ink;
    private final ReadingBudget budget;
    private final boolean dimmed;
    /** What is seen of a drawing that is one for certain, and cannot be read; null when it is none. */
    private String doubt;

    private SkeletonReader(Ink ink, ReadingBudget budget) {
        this.ink = ink;
        this.budget = budget;
        this.dimmed = ink.limbs() >= NO_DIMMING * ink.joints();
    }

    /**
     * The skeleton that is drawn in the picture; empty when the picture is something else. The score of a keypoint is the share
     * of its limbs that have their colour where they were read; a person's is that of all limbs, times the share of the drawing
     * that is accounted for.
     *
     * @throws UnreadableDrawing if the picture is the drawing of more than can be read, or what was read cannot be meant
     */
    static Optional<Skeleton> read(Pixels picture, ReadingBudget budget) {
        for (int paper : papers(picture)) {
            Rectangle inner = withinFrame(picture, paper);
            Pixels drawing = inner.isEmpty() ? picture : part(picture, inner);
            if (plausible(drawing, paper)) {
                return read(drawing, paper, budget)
                        .map(people -> new Skeleton(
                                picture.width(),
                                picture.height(),
                                people.stream()
                                        .map(person -> person.moved(inner.x, inner.y))
                                        .toList()));
            }
        }
        return Optional.empty();
    }

    private static Optional<List<Person>> read(Pixels picture, int paper, ReadingBudget budget) {
        String doubt = null;
        for (Ink.Channels channels : Ink.Channels.values()) {
            if (channels != Ink.Channels.NEGATIVE || Ink.isPaper(paper, 0xffffff)) {
                SkeletonReader reader = new SkeletonReader(Ink.of(picture, paper, channels), budget);
                Optional<List<Person>> read = reader.read();
                if (read.isPresent()) {
                    return read;
                }
                doubt = doubt == null ? reader.doubt : doubt;
            }
        }
        if (doubt != null) {
            throw new UnreadableDrawing(doubt);
        }
        return Optional.empty();
    }

    /** The two most frequent colours, which may be the paper's, or that of a frame. */
    private static List<Integer> papers(Pixels picture) {
        Map<Integer, long[]> sums = new HashMap<>();
        for (int rgb : sampled(picture)) {
            long[] sum = sums.computeIfAbsent(rgb & 0xe0e0e0, key -> new long[4]);
            sum[0]++;
            sum[1] += rgb >> 16 & 0xff;
            sum[2] += rgb >> 8 & 0xff;
            sum[3] += rgb & 0xff;
        }
        return sums.values().stream()
                .sorted(Comparator.comparingLong((long[] sum) -> -sum[0]))
                .limit(2)
                .map(sum -> (int) (sum[1] / sum[0]) << 16 | (int) (sum[2] / sum[0]) << 8 | (int) (sum[3] / sum[0]))
                .map(mean -> Ink.isPaper(mean, 0) ? 0 : mean)
                .toList();
    }

    /** The colours of places spread evenly over the picture. */
    private static int[] sampled(Pixels picture) {
        return places(picture.height())
                .flatMap(y -> places(picture.width()).map(x -> picture.rgb()[y * picture.width() + x]))
                .toArray();
    }

    private static IntStream places(int length) {
        int step = Math.max(1, length / SAMPLES);
        return IntStream.iterate(step / 2, place -> place < length, place -> place + step);
    }

    /** Whether a picture is drawn in shades of grey on plain ground: a skeleton's joints cannot be told apart in it. */
    static boolean colourless(Pixels picture) {
        int paper = papers(picture).get(0);
        int[] colours = sampled(picture);
        long blank =
                Arrays.stream(colours).filter(rgb -> Ink.isPaper(rgb, paper)).count();
        return Arrays.stream(colours).allMatch(Ink::isGrey)
                && blank >= PLAIN * colours.length
                && blank < colours.length;
    }

    private static Rectangle withinFrame(Pixels picture, int paper) {
        int[] rows = ends(picture.height(), picture.width(), (y, x) -> picture.rgb()[y * picture.width() + x], paper);
        int[] columns =
                ends(picture.width(), picture.height(), (x, y) -> picture.rgb()[y * picture.width() + x], paper);
        return new Rectangle(columns[0], rows[0], columns[1] - columns[0], rows[1] - rows[0]);
    }

    private interface Colours {
        int at(int line, int place);
    }

    /** The first line that is not of a frame, and the one behind the last. */
    private static int[] ends(int lines, int length, Colours colours, int paper) {
        int first = 0, last = lines;
        while (first < last && isFrame(first, length, colours, paper)) {
            first++;
        }
        while (last > first && isFrame(last - 1, length, colours, paper)) {
            last--;
        }
        return new int[] {
            Math.min(last, first == 0 ? 0 : first + BLURRED_EDGE),
            Math.max(first, last == lines ? lines : last - BLURRED_EDGE)
        };
    }

    private static boolean isFrame(int line, int length, Colours colours, int paper) {
        int[] places = places(length).toArray();
        long found = Arrays.stream(places)
                .filter(place -> Ink.isPaper(colours.at(line, place), paper))
                .count();
        return found < WITHIN_FRAME * places.length;
    }

    private static Pixels part(Pixels picture, Rectangle part) {
        if (part.width == picture.width() && part.height == picture.height()) {
            return picture;
        }
        int[] rgb = new int[part.width * part.height];
        for (int y = 0; y < part.height; y++) {
            System.arraycopy(picture.rgb(), (part.y + y) * picture.width() + part.x, rgb, y * part.width, part.width);
        }
        return new Pixels(rgb, part.width, part.height);
    }

    private static boolean plausible(Pixels picture, int paper) {
        int[] colours = sampled(picture);
        int total = colours.length, blank = 0, ink = 0, onHue = 0;
        for (int rgb : colours) {
            byte code = Ink.code(rgb, paper);
            blank += code == Ink.PAPER ? 1 : 0;
            ink += code >= Ink.JOINT ? 1 : 0;
            onHue += code >= Ink.JOINT && Ink.onHue(rgb) ? 1 : 0;
        }
        return blank >= PAPER * total
                && (ink < ENOUGH || onHue >= ON_HUE * ink)
                && total - blank - ink <= Math.max(8, FOREIGN * (total - blank));
    }

    private Optional<List<Person>> read() {
        int coloured = ink.joints() + ink.limbs();
        if (coloured < 32 || coloured > MOST_INK * ink.width() * ink.height() || ink.onHue() < ON_HUE) {
            return Optional.empty();
        }
        try {
            Discs.Found discs = dimmed ? Discs.in(ink, budget) : Discs.Found.NONE;
            Optional<List<Person>> read = Optional.empty();
            if (discs.radius() > 0) {
                List<List<Keypoint>> people = byCircles(discs);
                read = meant(Colouring.CONTROLNET, dimmed, people, halfWidth(people), discs.radius(), true);
            }
            if (read.isEmpty() && dimmed) {
                read = byLimbs(Colouring.CONTROLNET, true);
            }
            for (Colouring colouring : Colouring.values()) {
                boolean already = dimmed && colouring == Colouring.CONTROLNET;
                read = already || read.isPresent() ? read : byLimbs(colouring, false);
            }
            return read;
        } catch (UnreadableDrawing e) {
            // A drawing in none but the palette's colours is no photograph.
            if (ink.exact()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Optional<List<Person>> byLimbs(Colouring colouring, boolean limbsDimmed) {
        Sticks.Found found = Sticks.in(ink, colouring, limbsDimmed, budget);
        return meant(colouring, limbsDimmed, found.people(), found.halfWidth(), found.radius(), false);
    }

    private List<List<Keypoint>> byCircles(Discs.Found discs) {
        Evidence evidence = new Evidence(ink, budget);
        List<Links.Link> links = links(discs.marks(), evidence, discs.radius());
        return links.stream().filter(Links.Link::sure).count() < LIMBS
                ? List.of()
                : Assembly.people(discs.marks(), links, evidence, budget);
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

    /** From the area of ellipses, which is pi / 4 times their length times their width. */
    private double halfWidth(List<List<Keypoint>> people) {
        double length = 0;
        for (List<Keypoint> points : people) {
            for (Colouring.Bone bone : Colouring.CONTROLNET.bones()) {
                Keypoint from = points.get(bone.from()), to = points.get(bone.to());
                length += from.visible() && to.visible() ? Math.hypot(from.x() - to.x(), from.y() - to.y()) : 0;
            }
        }
        return 2 * ink.limbs() / (Math.PI * Math.max(1, length));
    }

    /** The people, when the picture shows what was read of it; of other colours or places pieces of people are read. */
    private Optional<List<Person>> meant(
            Colouring colouring,
            boolean limbsDimmed,
            List<List<Keypoint>> figures,
            double halfWidth,
            double radius,
            boolean circles) {
        if (figures.isEmpty()) {
            return Optional.empty();
        }
        if (figures.size() > MOST_PEOPLE) {
            throw new UnreadableDrawing(
                    "it has " + figures.size() + " people, and at most " + MOST_PEOPLE + " are read");
        }
        boolean exact = circles && ink.exact(),
                clear = exact || circles && (radius > CLEAR_RADIUS || ink.onHue() > TRUE_HUES);
        Agreement agreement = new Agreement(ink, colouring, limbsDimmed, figures, halfWidth, radius, clear, budget);
        List<Person> people = agreement.people();
        long pieces =
                people.stream().filter(person -> joints(person) <= FEW_JOINTS).count();
        boolean beside =
                people.stream().allMatch(person -> person.at(Joint.NECK).visible() && joints(person) >= MANY_JOINTS);
        boolean wholly = clear && radius > SMALL_CIRCLE * halfWidth && agreement.covered() >= WHOLLY_COVERED;
        boolean whole = people.size() == 1 || beside || pieces < 2 && (exact || wholly);
        boolean bare = ink.exact() && limbsDimmed && colouring == Colouring.CONTROLNET;
        boolean agreed = agreement.covered() >= (exact ? DRAWN : bare ? BARE : COVERED)
                && (exact
                        || agreement.worst() >= WORST_LIMB
                                && (bare || agreement.coveredOfHue() >= COVERED_OF_HUE)
                                && agreement.misplaced() <= MISPLACED)
                && agreement.mean() >= ALL_LIMBS;
        if (whole && agreed) {
            return Optional.of(people);
        }
        if (doubt == null && agreement.covered() >= DRAWN) {
            doubt = whole
                    ? "drawn again, what is read of it agrees with it by only "
                            + (int) Math.floor(100 * least(agreement)) + " %"
                    : "what is seen of it makes " + people.size() + " people, some of them in pieces";
        }
        return Optional.empty();
    }

    private static double least(Agreement agreement) {
        double limbs = Math.min(Math.min(agreement.covered(), agreement.coveredOfHue()), agreement.mean());
        double joints = 1 - agreement.misplaced();
        return Math.min(0.99, Math.min(Math.min(limbs, joints), agreement.worst()));
    }

    private static long joints(Person person) {
        return person.keypoints().stream().filter(Keypoint::visible).count();
    }
}
