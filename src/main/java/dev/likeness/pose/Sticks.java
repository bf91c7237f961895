package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads skeletons by their limbs alone: straight pieces of a limb's hue, whose ends meet in the joints. */
final class Sticks {

    /** Smaller pieces of a limb, as a share of the largest of its colour, are crumbs. */
    private static final double CRUMB = 0.15;

    /** Of the shorter of two limbs that meet so much may be covered between their ends. */
    private static final double COVERED = 0.2;

    /** Lines this much thinner than most are where two colours meet. */
    private static final double THIN = 0.4;

    /** With fewer limbs it is a piece of a body. */
    private static final int FEW = 4;

    /** How much the place where an end is seen counts beside the axes of the limbs, when a joint's place is estimated. */
    private static final double SEEN = 0.1;

    /** The same of an end with a circle of the limb's hue, which nothing covers. */
    private static final double OF_ONE_HUE = 2;

    private final Ink ink;
    private final Colouring colouring;
    private final boolean dimmed;
    private final ReadingBudget budget;
    private final List<Stick> sticks = new ArrayList<>();
    private final double halfWidth;
    private final double radius;

    private Sticks(Ink ink, Colouring colouring, boolean dimmed, ReadingBudget budget) {
        this.ink = ink;
        this.colouring = colouring;
        this.dimmed = dimmed;
        this.budget = budget;
        int[][] bright = ink.pixels(Ink.JOINT), dim = ink.pixels(Ink.LIMB);
        List<Colouring.Bone> bones = colouring.bones();
        for (int bone = 0; bone < bones.size(); bone++) {
            int hue = bones.get(bone).hue();
            int[] pixels = dim[hue];
            if (!dimmed) {
                pixels = Arrays.copyOf(pixels, pixels.length + bright[hue].length);
                System.arraycopy(bright[hue], 0, pixels, dim[hue].length, bright[hue].length);
                Arrays.sort(pixels);
            }
            for (Line line : ofOneColour(pixels)) {
                sticks.add(new Stick(bone, line));
            }
        }
        double[] breadths = sticks.stream()
                .mapToDouble(stick -> stick.line.breadth)
                .sorted()
                .toArray();
        double breadth = breadths.length == 0 ? 0 : breadths[breadths.length / 2];
        sticks.removeIf(stick -> stick.line.breadth < THIN * breadth);
        this.halfWidth = Math.max(1, 2 * breadth);
        this.radius = dimmed && ink.exact() && ink.joints() < 0.02 * ink.limbs() ? 0 : halfWidth;
    }

    /**
     * People whose limbs are found.
     *
     * @param people of each the points that {@link Colouring} has
     * @param halfWidth of the limbs, pixels
     * @param radius of the joints; 0 when none are drawn
     */
    record Found(List<List<Keypoint>> people, double halfWidth, double radius) {}

    /** @param dimmed whether limbs are darker than joints */
    static Found in(Ink ink, Colouring colouring, boolean dimmed, ReadingBudget budget) {
        Sticks sticks = new Sticks(ink, colouring, dimmed, budget);
        return new Found(sticks.people(), sticks.halfWidth, sticks.radius);
    }

    /** A straight piece: its ends and its standard deviation across. */
    private record Line(int[] pixels, double fromX, double fromY, double toX, double toY, double breadth) {

        /** Along the axis of greatest variance, from the first to the last pixel. */
        static Line of(int[] pixels, int width) {
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
            return new Line(
                    pixels, meanX + least * cos, meanY + least * sin, meanX + most * cos, meanY + most * sin, across);
        }

        double length() {
            return Math.hypot(toX - fromX, toY - fromY);
        }

        /** As a circle is, whose diameter is four times its deviation: a joint of the limb's colour, or a crumb. */
        boolean compact() {
            return length() < 7 * breadth;
        }

        /** A bar of this length and area has a third of this deviation. */
        boolean bent() {
            return !compact() && breadth > 0.6 * pixels.length / length();
        }

        /** What lies in line with the narrower half of a bent one: a leg without its foot. */
        Line straightened(int width) {
            Line first = within(width, fromX, fromY), second = within(width, toX, toY);
            Line axis = first.breadth < second.breadth ? first : second;
            double dx = (axis.toX - axis.fromX) / axis.length(), dy = (axis.toY - axis.fromY) / axis.length();
            return of(
                    Arrays.stream(pixels)
                            .filter(pixel ->
                                    Math.abs((pixel % width - axis.fromX) * dy - (pixel / width - axis.fromY) * dx)
                                            <= 2 * axis.breadth + 0.5)
                            .toArray(),
                    width);
        }

        private Line within(int width, double x, double y) {
            int[] near = Arrays.stream(pixels)
                    .filter(pixel -> Math.hypot(pixel % width - x, pixel / width - y) <= length() / 2)
                    .toArray();
            return near.length == 0 ? this : of(near, width);
        }

        Line with(Line other, int width) {
            int[] both = Arrays.copyOf(pixels, pixels.length + other.pixels.length);
            System.arraycopy(other.pixels, 0, both, pixels.length, other.pixels.length);
            return of(both, width);
        }

        Line turned() {
            return new Line(pixels, toX, toY, fromX, fromY, breadth);
        }

        double nearestEnd(double x, double y) {
            return Math.min(Math.hypot(x - fromX, y - fromY), Math.hypot(x - toX, y - toY));
        }
    }

    /** A line that is a limb, and the person whose it is. */
    private static final class Stick {

        final int bone;
        Line line;
        Figure figure;

        Stick(int bone, Line line) {
            this.bone = bone;
            this.line = line;
        }
    }

    /** Limbs that hang together. */
    private static final class Figure {

        final List<Stick> sticks = new ArrayList<>();

        int size() {
            return sticks.stream().mapToInt(stick -> stick.line.pixels.length).sum();
        }

        boolean has(int bone) {
            return sticks.stream().anyMatch(stick -> stick.bone == bone);
        }
    }

    /** Pieces in line are one limb that something crosses. */
    private List<Line> ofOneColour(int[] pixels) {
        List<Blob> blobs = new ArrayList<>(Blob.of(pixels, ink.width(), budget));
        if (blobs.size() > Discs.MOST_BLOBS) {
            return List.of();
        }
        blobs.sort(Comparator.comparingInt((Blob blob) -> -blob.pixels().length));
        List<Line> found = new ArrayList<>();
        for (Line line : straight(blobs)) {
            boolean piece = line.compact() && !found.isEmpty();
            int index = 0;
            while (index < found.size()) {
                Line other = found.get(index);
                budget.spend(3L * (other.pixels().length + line.pixels().length));
                Line joined = other.with(line, ink.width());
                boolean inLine = joined.breadth() <= 1.2 * Math.max(other.breadth(), line.breadth()) + 0.5
                        && joined.length() <= 2 * (other.length() + line.length());
                line = inLine ? joined : line;
                index = inLine ? 0 : index + 1;
                if (inLine) {
                    found.remove(other);
                    piece = false;
                }
            }
            if (!piece) {
                found.add(line);
            }
        }
        return found;
    }

    private List<Line> straight(List<Blob> blobs) {
        List<Line> lines = new ArrayList<>();
        for (Blob blob : blobs) {
            if (blob.pixels().length < 4
                    || blob.pixels().length < CRUMB * blobs.get(0).pixels().length) {
                break;
            }
            Line line = Line.of(blob.pixels(), ink.width());
            lines.add(line.bent() ? line.straightened(ink.width()) : line);
        }
        return lines;
    }

    private List<List<Keypoint>> people() {
        if (sticks.size() > Discs.MOST_BLOBS) {
            return List.of();
        }
        budget.spend(8L * sticks.size() * sticks.size());
        for (Stick stick : sticks) {
            Colouring.Bone bone = colouring.bones().get(stick.bone);
            Line line = stick.line;
            double straight =
                    meeting(stick, bone.from(), line.fromX, line.fromY) + meeting(stick, bone.to(), line.toX, line.toY);
            double turned =
                    meeting(stick, bone.from(), line.toX, line.toY) + meeting(stick, bone.to(), line.fromX, line.fromY);
            stick.line = turned < straight ? line.turned() : line;
        }
        return figures().stream().map(this::points).toList();
    }

    /** How far the nearest ends of the other limbs at this joint are, at most the picture's size each. */
    private double meeting(Stick stick, int point, double x, double y) {
        double sum = 0;
        List<Colouring.Bone> bones = colouring.bones();
        for (int bone = 0; bone < bones.size(); bone++) {
            if (bone != stick.bone
                    && (bones.get(bone).from() == point || bones.get(bone).to() == point)) {
                int wanted = bone;
                sum += sticks.stream()
                        .filter(other -> other.bone == wanted)
                        .mapToDouble(other -> other.line.nearestEnd(x, y))
                        .min()
                        .orElse(0);
            }
        }
        return sum;
    }

    /** An end of one limb near an end of another, where the same joint is. */
    private record Meeting(Stick one, Stick other, double distance) {}

    /** What meets is put together, the nearest first; of each limb a person has one. */
    private List<Figure> figures() {
        List<Meeting> meetings = new ArrayList<>();
        for (int i = 0; i < sticks.size(); i++) {
            for (int j = 0; j < i; j++) {
                Stick one = sticks.get(i), other = sticks.get(j);
                double distance = apart(one, other);
                double reach = 3 * halfWidth + 4 + COVERED * Math.min(one.line.length(), other.line.length());
                if (distance <= reach) {
                    meetings.add(new Meeting(one, other, distance));
                }
            }
        }
        meetings.sort(Comparator.comparingDouble(Meeting::distance));
        for (Stick stick : sticks) {
            stick.figure = new Figure();
            stick.figure.sticks.add(stick);
        }
        meetings.forEach(meeting -> unite(meeting.one.figure, meeting.other.figure));
        List<Figure> bodies = new ArrayList<>();
        List<Figure> pieces = new ArrayList<>();
        for (Figure figure :
                sticks.stream().map(stick -> stick.figure).distinct().toList()) {
            (figure.sticks.size() >= FEW ? bodies : pieces).add(figure);
        }
        pieces.sort(Comparator.comparingInt((Figure piece) -> -piece.size()));
        pieces.forEach(piece -> nearest(piece, bodies).ifPresent(body -> unite(body, piece)));
        return bodies;
    }

    /** The body that lacks the limbs of a piece and has a joint of it not too far away; else it is a crumb or a finger. */
    private Optional<Figure> nearest(Figure piece, List<Figure> bodies) {
        Figure nearest = null;
        double least = Double.POSITIVE_INFINITY;
        for (Figure body : bodies) {
            for (Stick one : piece.sticks) {
                for (Stick other : body.sticks) {
                    double apart = apart(one, other);
                    if (apart < Math.min(least, one.line.length())
                            && piece.sticks.stream().noneMatch(stick -> body.has(stick.bone))) {
                        least = apart;
                        nearest = body;
                    }
                }
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static void unite(Figure one, Figure other) {
        if (one != other && other.sticks.stream().noneMatch(stick -> one.has(stick.bone))) {
            one.sticks.addAll(other.sticks);
            other.sticks.forEach(stick -> stick.figure = one);
        }
    }

    /** Between the ends that are at the same joint; infinite when there are none. */
    private double apart(Stick one, Stick other) {
        Colouring.Bone a = colouring.bones().get(one.bone),
                b = colouring.bones().get(other.bone);
        if (one.bone == other.bone) {
            return Double.POSITIVE_INFINITY;
        }
        if (a.from() == b.from()) {
            return Math.hypot(one.line.fromX - other.line.fromX, one.line.fromY - other.line.fromY);
        }
        if (a.from() == b.to()) {
            return Math.hypot(one.line.fromX - other.line.toX, one.line.fromY - other.line.toY);
        }
        if (a.to() == b.from()) {
            return Math.hypot(one.line.toX - other.line.fromX, one.line.toY - other.line.fromY);
        }
        return Double.POSITIVE_INFINITY;
    }

    private List<Keypoint> points(Figure figure) {
        List<Keypoint> points = new ArrayList<>();
        for (int point = 0; point < Colouring.POINTS; point++) {
            points.add(point(figure, point));
        }
        return points;
    }

    /** The point that is nearest to the axes of the limbs that meet there, and a little to their ends. */
    private Keypoint point(Figure figure, int point) {
        double xx = 0, xy = 0, yy = 0, x = 0, y = 0;
        for (Stick stick : figure.sticks) {
            Colouring.Bone bone = colouring.bones().get(stick.bone);
            if (bone.from() == point || bone.to() == point) {
                boolean to = bone.to() == point;
                Line line = to ? stick.line : stick.line.turned();
                double length = Math.max(1, line.length());
                double dx = (line.toX - line.fromX) / length, dy = (line.toY - line.fromY) / length;
                // A circle of the limb's hue makes it look longer, others make it look shorter.
                boolean ofOneHue = !dimmed && colouring.hue(point) == bone.hue();
                double beyond = ofOneHue ? -radius : radius, weight = ofOneHue && to ? OF_ONE_HUE : SEEN;
                double endX = line.toX + beyond * dx, endY = line.toY + beyond * dy;
                double a = dy * dy + weight, b = -dx * dy, c = dx * dx + weight;
                xx += a;
                xy += b;
                yy += c;
                x += a * endX + b * endY;
                y += b * endX + c * endY;
            }
        }
        double determinant = xx * yy - xy * xy;
        return determinant == 0
                ? Keypoint.MISSING
                : atCircle(point, (yy * x - xy * y) / determinant, (xx * y - xy * x) / determinant);
    }

    /** The middle of what is seen of the joint's own colour near its place; the place when nothing is. */
    private Keypoint atCircle(int joint, double x, double y) {
        boolean ofLimb = colouring.bones().stream()
                .anyMatch(bone -> bone.hue() == joint && (bone.from() == joint || bone.to() == joint));
        boolean told = joint < Joint.COUNT && colouring.circlesCoverEnds() && (dimmed || !ofLimb);
        int reach = (int) (2 * halfWidth + 3), seen = 0;
        long sumX = 0, sumY = 0;
        budget.spend(4L * reach * reach);
        for (int py = (int) y - reach; told && py <= (int) y + reach; py++) {
            for (int px = (int) x - reach; px <= (int) x + reach; px++) {
                int code = ink.inside(px, py) ? ink.at(px, py) : Ink.PAPER;
                if (code == Ink.JOINT + joint || code == Ink.LIMB + joint && !ofLimb) {
                    seen++;
                    sumX += px;
                    sumY += py;
                }
            }
        }
        return seen < 2
                ? new Keypoint(x + 0.5, y + 0.5, 1)
                : new Keypoint((double) sumX / seen + 0.5, (double) sumY / seen + 0.5, 1);
    }
}
