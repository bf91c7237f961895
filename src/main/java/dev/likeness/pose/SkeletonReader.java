package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells whether a picture is the drawing of a skeleton, and reads it back: strokes are found by their hues and put together
 * in each of the {@linkplain ColourScheme schemes} that tools use, with their channels swapped or inverted too. What is read
 * counts only when it accounts for what is drawn, when its people are bodies, and when no other scheme would do as well.
 */
final class SkeletonReader {

    /** Pixels looked at along each side before anything else; that settles it for most photographs. */
    private static final int SAMPLES = 96;

    /** So much of a drawing is paper, of two shades of grey at most. */
    private static final double PAPER = 0.6;

    /** Shades of grey, 0..255, that are told apart there. */
    private static final int SHADE = 8;

    /** More of the picture than this no skeleton inks. */
    private static final double MOST_INK = 0.3;

    /** So much of the ink has to lie in straight strokes of the hues, of so many hues, for a picture to be a drawing. */
    private static final double STROKES = 0.5;

    private static final int HUES = 5;

    /** So much of the length of all strokes, and of the ink, the people that were read have to account for. */
    private static final double ACCOUNTED = 0.8;

    /** A scheme that accounts for more than this share of what the best one does leaves it open which one was meant. */
    private static final double RIVAL = 0.95;

    /** A body has so many limbs. */
    private static final int LEAST_LIMBS = 4;

    /** In a blurred drawing, whose fringes meet too, at least so many: head, shoulders and arms. */
    private static final int LEAST_BLURRED = 7;

    /** Ends of a blurred drawing that meet are no further from their joint than this share of their limbs' lengths. */
    private static final double LOOSE = 0.22;

    /** No limb is longer than this share of the size of a body that has most of its limbs. */
    private static final double LONGEST_LIMB = 0.62;

    private static final int MOST_LIMBS = 9;

    /** The first of the eyes and ears, which are left out of a blurred drawing whose face has limbs shorter than this. */
    private static final int FACE = Joint.RIGHT_EYE.ordinal();

    /** In half widths of the strokes. */
    private static final double CLEAR = 12;

    private final Strokes strokes;

    SkeletonReader(Strokes strokes) {
        this.strokes = strokes;
    }

    /**
     * What became of a picture; neither, when it is no drawing of a skeleton.
     *
     * @param skeleton the drawing as keypoints
     * @param doubt why a drawing could not be read, as the end of a sentence
     */
    record Outcome(Optional<Skeleton> skeleton, Optional<String> doubt) {

        static final Outcome NO_DRAWING = new Outcome(Optional.empty(), Optional.empty());

        static Outcome unread(String doubt) {
            return new Outcome(Optional.empty(), Optional.of(doubt));
        }
    }

    static Outcome read(Pixels picture) {
        if (!onPaper(picture)) {
            return Outcome.NO_DRAWING;
        }
        HueMap map = HueMap.of(picture);
        if (map.ink() < 32 || map.ink() > MOST_INK * map.width() * map.height()) {
            return Outcome.NO_DRAWING;
        }
        return new SkeletonReader(new Strokes(map)).read(picture.width(), picture.height());
    }

    /** Whether most of the picture has one or two shades of grey. */
    private static boolean onPaper(Pixels picture) {
        int stepX = Math.max(1, picture.width() / SAMPLES), stepY = Math.max(1, picture.height() / SAMPLES);
        int[] shades = new int[256 / SHADE + 1];
        int total = 0;
        for (int y = stepY / 2; y < picture.height(); y += stepY) {
            for (int x = stepX / 2; x < picture.width(); x += stepX) {
                int rgb = picture.rgb()[y * picture.width() + x];
                total++;
                if (HueMap.chroma(rgb) < 24) {
                    shades[((rgb >> 8 & 0xff) + SHADE / 2) / SHADE]++;
                }
            }
        }
        Arrays.sort(shades);
        return shades[shades.length - 1] + shades[shades.length - 2] + shades[shades.length - 3] >= PAPER * total;
    }

    /** @param width of the picture, and its height, in pixels */
    Outcome read(int width, int height) {
        try {
            return readInEachScheme(width, height);
        } catch (Strokes.TooMuchWork e) {
            return drawn() ? Outcome.unread("it has more strokes than people could be told apart by") : Outcome.NO_DRAWING;
        }
    }

    private Outcome readInEachScheme(int width, int height) {
        Reading best = Reading.NONE, second = Reading.NONE;
        for (ColourScheme scheme : ColourScheme.values()) {
            for (int variant = 0; variant < 4; variant++) {
                Reading reading = read(scheme, variant);
                if (reading.accounted > best.accounted) {
                    second = best;
                    best = reading;
                } else if (reading.accounted > second.accounted) {
                    second = reading;
                }
            }
        }
        String doubt = doubt(best, second);
        if (doubt.isEmpty()) {
            return new Outcome(Optional.of(skeleton(best, width, height)), Optional.empty());
        }
        return drawn() ? Outcome.unread(doubt) : Outcome.NO_DRAWING;
    }

    /**
     * The drawing in one scheme.
     *
     * @param bodies the people
     * @param accounted their share of the length of all strokes
     */
    private record Reading(ColourScheme scheme, int[] hueOf, List<PersonAssembler.Tree> bodies, double accounted) {
        static final Reading NONE = new Reading(ColourScheme.CONTROLNET, new int[0], List.of(), 0);
    }

    /** @param variant 1: red and blue are swapped, 2: colours are inverted, 3: both */
    private Reading read(ColourScheme scheme, int variant) {
        int[] hueOf = new int[ColourScheme.HUES];
        for (int hue = 0; hue < hueOf.length; hue++) {
            int swapped = (variant & 1) == 0 ? hue : 12 - hue;
            hueOf[hue] = Math.floorMod((variant & 2) == 0 ? swapped : swapped + 9, ColourScheme.HUES);
        }
        List<PersonAssembler.Tree> bodies = new ArrayList<>();
        PersonAssembler.trees(strokes, scheme, hueOf).stream()
                .filter(tree -> tree.has(Joint.NECK.ordinal()) && tree.limbs.size() >= LEAST_LIMBS)
                .filter(tree -> strokes.map.crisp() || tree.limbs.size() >= LEAST_BLURRED)
                .forEach(bodies::add);
        Reading reading = new Reading(scheme, hueOf, bodies, 0);
        double length = bodies.stream().mapToDouble(PersonAssembler.Tree::length).sum(), rest = 0;
        for (int hue = 0; hue < ColourScheme.HUES; hue++) {
            for (FittedLine line : strokes.lines.get(hue)) {
                rest += explains(reading, hue, line) ? 0 : line.length();
            }
        }
        return new Reading(scheme, hueOf, bodies, length == 0 ? 0 : length / (length + rest));
    }

    /**
     * Whether all of a piece lies on a limb of its hue, on a joint of its hue, or where hands or feet may be drawn; or beside a
     * limb, as its fringe in a blurred drawing.
     */
    private boolean explains(Reading reading, int hue, FittedLine piece) {
        return reading.bodies.stream()
                .anyMatch(body -> explains(reading, body, hue, piece.x(), piece.y())
                                && explains(reading, body, hue, piece.x0(), piece.y0())
                                && explains(reading, body, hue, piece.x1(), piece.y1())
                        || !strokes.map.crisp() && body.limbs.stream().anyMatch(limb -> strokes.fringes(piece, limb.line)));
    }

    private static final int[] EXTREMITIES = {
        Joint.RIGHT_WRIST.ordinal(), Joint.LEFT_WRIST.ordinal(), Joint.RIGHT_ANKLE.ordinal(), Joint.LEFT_ANKLE.ordinal()
    };

    private boolean isAt(PersonAssembler.Tree body, int joint, FittedLine disc) {
        return body.has(joint)
                && Math.hypot(disc.x() - body.x(joint), disc.y() - body.y(joint)) <= 2 * strokes.radius + 2;
    }

    private static boolean atExtremity(PersonAssembler.Tree body, double x, double y) {
        for (int joint : EXTREMITIES) {
            double reach = joint >= Joint.RIGHT_HIP.ordinal() ? 0.08 : 0.12;
            if (body.has(joint) && Math.hypot(x - body.x(joint), y - body.y(joint)) <= reach * body.size()) {
                return true;
            }
        }
        return false;
    }

    private boolean explains(Reading reading, PersonAssembler.Tree body, int hue, double x, double y) {
        int nose = Joint.NOSE.ordinal();
        boolean inFace = (!strokes.map.crisp() || reading.scheme != ColourScheme.CONTROLNET)
                && body.has(nose)
                && Math.hypot(x - body.x(nose), y - body.y(nose)) <= 0.15 * body.size();
        if (inFace || atExtremity(body, x, y)) {
            return true;
        }
        double near = 2 * strokes.halfWidth + strokes.radius + 1;
        for (int drawn = 0; drawn < ColourScheme.HUES; drawn++) {
            int joint = reading.scheme.jointOf(drawn);
            if (same(reading.hueOf[drawn], hue) && body.has(joint) && Math.hypot(x - body.x(joint), y - body.y(joint)) <= near) {
                return true;
            }
        }
        return body.limbs.stream()
                .anyMatch(limb -> same(reading.hueOf[limb.bone.hue()], hue) && limb.line.distance(x, y) <= near);
    }

    /** A blurred hue may be read as the next one. */
    private boolean same(int hue, int other) {
        int apart = Math.floorMod(hue - other, ColourScheme.HUES);
        return apart == 0 || !strokes.map.crisp() && (apart == 1 || apart == ColourScheme.HUES - 1);
    }

    private String doubt(Reading best, Reading second) {
        int lines = strokes.lines.stream().mapToInt(List::size).sum();
        if (strokes.pieces.isEmpty()) {
            return "there are more than " + Strokes.MOST_AREAS + " spots of colour in it";
        }
        if (best.bodies.isEmpty()) {
            return "none of its " + lines + " coloured strokes meet as the limbs of a body do in the colours of"
                    + " ControlNet or OpenPose";
        }
        if (best.bodies.size() > PersonAssembler.MOST) {
            return "there are more than " + PersonAssembler.MOST + " people in it";
        }
        if (best.accounted < (strokes.map.crisp() ? 0.97 : 0.93)) {
            return String.format(
                    Locale.ROOT,
                    "only %d %% of its %d coloured strokes meet as the limbs of a body do",
                    Math.round(100 * best.accounted),
                    lines);
        }
        if (second.accounted > RIVAL * best.accounted) {
            return "its colours fit more than one way to draw a skeleton";
        }
        for (PersonAssembler.Tree body : best.bodies) {
            double size = body.size();
            if (body.limbs.size() >= MOST_LIMBS
                    && body.limbs.stream().anyMatch(limb -> limb.line.length() > LONGEST_LIMB * size)) {
                return "a limb in it is nearly as long as its body";
            }
            if (body.spread > 2 * strokes.halfWidth + 0.02 * size || !strokes.map.crisp() && body.looseness > LOOSE) {
                return "limbs in it nearly meet, and do not";
            }
            for (PersonAssembler.Tree other : best.bodies) {
                int neck = Joint.NECK.ordinal();
                if (other != body
                        && other.limbs.stream()
                                .anyMatch(limb -> limb.line.distance(body.x(neck), body.y(neck)) < 2 * strokes.halfWidth + 2)) {
                    return "two of the bodies in it lie on top of one another";
                }
            }
        }
        for (int hue = 0; hue < ColourScheme.HUES && strokes.map.crisp() && best.scheme == ColourScheme.CONTROLNET; hue++) {
            int joint = best.scheme.jointOf(hue);
            for (FittedLine disc : strokes.discs.get(best.hueOf[hue])) {
                if (disc.area() > strokes.radius * strokes.radius
                        && best.bodies.stream().noneMatch(body -> isAt(body, joint, disc) || atExtremity(body, disc.x(), disc.y()))) {
                    return "a joint in it belongs to no body";
                }
            }
        }
        double explained = explained(best);
        return explained >= (strokes.map.crisp() ? 0.95 : 0.85)
                ? ""
                : String.format(
                        Locale.ROOT,
                        "what could be read as bodies is only %d %% of what is drawn",
                        Math.round(100 * explained));
    }

    /** The share of the ink that lies on the bodies, or beside their extremities. */
    private double explained(Reading reading) {
        double explained = 0, total = 0;
        for (int i = 0; i < strokes.pieces.size(); i++) {
            FittedLine piece = strokes.pieces.get(i);
            total += piece.area();
            if (explains(reading, strokes.hues.get(i), piece)) {
                explained += piece.area();
            } else if (piece.area() > (strokes.map.crisp() ? 6 : 12) * strokes.halfWidth * strokes.halfWidth) {
                return 0;
            }
        }
        return explained / total;
    }

    /** Whether the picture is a drawing at all: mostly straight strokes of several of the hues. */
    private boolean drawn() {
        double area = 0;
        int hues = 0;
        for (List<FittedLine> lines : strokes.lines) {
            double ofHue = lines.stream()
                    .filter(line -> line.length() > 5 * line.halfWidth())
                    .mapToDouble(FittedLine::area)
                    .sum();
            area += ofHue;
            hues += ofHue > 0.02 * strokes.map.ink() ? 1 : 0;
        }
        return area >= STROKES * strokes.map.ink() && hues >= HUES;
    }

    private Skeleton skeleton(Reading reading, int width, int height) {
        double sure = Math.min(0.99, reading.accounted * explained(reading) * (0.9 + 0.1 * strokes.map.onHue()));
        int scale = strokes.map.scale();
        return new Skeleton(
                width,
                height,
                reading.bodies.stream().map(body -> person(body, sure, scale)).toList());
    }

    private Person person(PersonAssembler.Tree body, double sure, int scale) {
        boolean face = strokes.map.crisp()
                || body.limbs.stream()
                        .filter(limb -> limb.bone.to() >= FACE && limb.bone.to() < Joint.COUNT)
                        .allMatch(limb -> limb.line.length() >= CLEAR * strokes.halfWidth);
        List<Keypoint> keypoints = new ArrayList<>();
        for (int joint = 0; joint < Joint.COUNT; joint++) {
            keypoints.add(
                    body.has(joint) && (face || joint < FACE)
                            // The middle of the pixel: tools cut the coordinates to whole pixels.
                            ? new Keypoint((body.x(joint) + 0.5) * scale, (body.y(joint) + 0.5) * scale, sure)
                            : Keypoint.MISSING);
        }
        return new Person(keypoints, sure);
    }
}
