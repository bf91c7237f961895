package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The straight strokes and the discs of a drawing, by hue. At most {@value #MOST} of each are kept for a hue. */
final class Strokes {

    /** Strokes and discs of one hue: as many as there are people in any drawing that is read, and as many pieces again. */
    static final int MOST = 64;

    /** Areas of a drawing; a compressed one has a few hundred crumbs. More are a pattern, or noise. */
    static final int MOST_AREAS = 4096;

    /**
     * Places of the drawing that are looked at in all, about a second's work: the deadline of a reading, the same on every
     * machine. A crowd of 32 takes a tenth of it.
     */
    static final long MOST_SAMPLES = 8_000_000;

    /** A stroke of less than this share of the usual width is a fringe. */
    private static final double THIN = 0.4;

    /** In a blurred drawing a stroke of less than this share of the largest of its hue is a crumb. */
    private static final double CRUMB = 0.25;

    /** Strokes in an area that is wider than one: they cross, or bend. */
    private static final int CROSSING = 4;

    /** Pixels of such an area between which they are looked for. */
    private static final int PLACES = 60;

    final HueMap map;
    private long samples;
    /** Every area, the largest first. */
    final List<FittedLine> pieces = new ArrayList<>();
    /** Of {@link #pieces}. */
    final List<Integer> hues = new ArrayList<>();
    /** By hue. */
    final List<List<FittedLine>> lines = new ArrayList<>();
    /** By hue. */
    final List<List<FittedLine>> discs = new ArrayList<>();
    /** Half the usual width of a stroke, pixels. */
    final double halfWidth;
    /** The usual radius of a disc, pixels. */
    final double radius;

    Strokes(HueMap map) {
        this.map = map;
        List<HueMap.Area> areas = map.areas(MOST_AREAS);
        for (HueMap.Area area : areas) {
            pieces.add(FittedLine.of(area.pixels(), map.width()));
            hues.add(area.hue());
        }
        this.halfWidth = median(pieces.stream()
                .filter(piece -> piece.area() >= 8 && !piece.compact())
                .limit(MOST)
                .mapToDouble(FittedLine::halfWidth));
        double bright = median(IntStream.range(0, areas.size())
                .filter(i -> areas.get(i).bright() && pieces.get(i).compact())
                .limit(MOST)
                .mapToDouble(i -> Math.sqrt(pieces.get(i).area() / Math.PI)));
        this.radius = bright > 0 ? bright : 1.1 * halfWidth;
        for (int hue = 0; hue < ColourScheme.HUES; hue++) {
            lines.add(new ArrayList<>());
            discs.add(new ArrayList<>());
        }
        for (int i = 0; i < areas.size(); i++) {
            HueMap.Area area = areas.get(i);
            FittedLine piece = pieces.get(i);
            if (piece.compact() || area.bright()) {
                if (!area.dim() && piece.area() >= 3) {
                    put(discs, area.hue(), piece);
                }
            } else if (piece.area() >= 4 && piece.halfWidth() >= THIN * halfWidth) {
                straight(area, piece).forEach(line -> put(lines, area.hue(), line));
            }
        }
        lines.replaceAll(this::joined);
        if (!map.crisp()) {
            List<FittedLine> all = lines.stream().flatMap(List::stream).toList();
            lines.forEach(ofOne -> {
                int largest = ofOne.stream().mapToInt(FittedLine::area).max().orElse(0);
                ofOne.removeIf(line -> line.area() < CRUMB * largest
                        || all.stream().anyMatch(other -> fringes(line, other)));
            });
        }
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    private static void put(List<List<FittedLine>> pieces, int hue, FittedLine piece) {
        if (pieces.get(hue).size() < MOST) {
            pieces.get(hue).add(piece);
        }
    }

    /** The strokes of an area: itself, or, where it is too wide for one, the longest ones between its outermost pixels. */
    private List<FittedLine> straight(HueMap.Area area, FittedLine piece) {
        List<FittedLine> found = new ArrayList<>();
        int[] left = area.pixels();
        FittedLine rest = piece;
        while (found.size() < CROSSING && rest.halfWidth() > 1.4 * halfWidth + 0.5 && rest.length() > 4 * halfWidth) {
            FittedLine chord = longest(left, area.hue(), rest);
            int[] beside = Arrays.stream(left)
                    .filter(pixel -> distance(chord, pixel) > 1.5 * halfWidth + 1)
                    .toArray();
            int[] along = Arrays.stream(left)
                    .filter(pixel -> distance(chord, pixel) <= 1.5 * halfWidth + 1)
                    .toArray();
            if (along.length < 4 || chord.length() < 3 * halfWidth) {
                break;
            }
            found.add(FittedLine.of(along, map.width()));
            left = beside;
            if (left.length < 8) {
                return found;
            }
            rest = FittedLine.of(left, map.width());
        }
        if (!rest.compact()) {
            found.add(rest);
        }
        return found;
    }

    private double distance(FittedLine line, int pixel) {
        return line.distance(pixel % map.width(), pixel / map.width());
    }

    /** The longest way that is of the hue all along, of those between some of the pixels, and on to where the hue ends. */
    private FittedLine longest(int[] pixels, int hue, FittedLine piece) {
        int[] places = Arrays.stream(pixels).filter(pixel -> inner(pixel, hue)).toArray();
        int step = Math.max(1, places.length / PLACES);
        FittedLine longest = piece.between(piece.x(), piece.y(), piece.x(), piece.y());
        for (int i = 0; i < places.length; i += step) {
            for (int j = 0; j < i; j += step) {
                FittedLine way = piece.between(
                        places[i] % map.width(), places[i] / map.width(), places[j] % map.width(), places[j] / map.width());
                if (way.length() > longest.length() && seen(hue, way.x0(), way.y0(), way.x1(), way.y1()).hue() >= 0.97) {
                    longest = way;
                }
            }
        }
        double ux = (longest.x1() - longest.x0()) / longest.length(), uy = (longest.y1() - longest.y0()) / longest.length();
        double before = 0, after = 0;
        while (map.at(longest.x0() - (before + 1) * ux, longest.y0() - (before + 1) * uy) == hue) {
            before++;
        }
        while (map.at(longest.x1() + (after + 1) * ux, longest.y1() + (after + 1) * uy) == hue) {
            after++;
        }
        return longest.between(
                longest.x0() - before * ux, longest.y0() - before * uy, longest.x1() + after * ux, longest.y1() + after * uy);
    }

    private boolean inner(int pixel, int hue) {
        double x = pixel % map.width(), y = pixel / map.width(), inside = 0.6 * halfWidth;
        return map.at(x - inside, y) == hue
                && map.at(x + inside, y) == hue
                && map.at(x, y - inside) == hue
                && map.at(x, y + inside) == hue;
    }

    /** Joins pieces in line between which there is no paper: something else crosses the stroke there. */
    private List<FittedLine> joined(List<FittedLine> pieces) {
        List<FittedLine> joined = new ArrayList<>();
        for (FittedLine piece : pieces) {
            FittedLine line = piece;
            for (int i = 0; i < joined.size(); i++) {
                FittedLine both = joined.get(i).with(line);
                if (both.halfWidth() <= Math.max(joined.get(i).halfWidth(), line.halfWidth()) + 0.3 + 0.2 * halfWidth
                        && seen(0, both.x0(), both.y0(), both.x1(), both.y1()).paper() <= 0.05) {
                    line = both;
                    joined.remove(i);
                    i = -1;
                }
            }
            joined.add(line);
        }
        joined.sort(Comparator.comparingDouble(FittedLine::length).reversed());
        return joined;
    }

    /**
     * What lies on a straight way.
     *
     * @param hue the share of it that has the hue
     * @param paper the share of it that has none
     */
    record Seen(double hue, double paper) {}

    /** Whether a line is but the blurred edge of another one. */
    boolean fringes(FittedLine line, FittedLine other) {
        double near = 1.5 * halfWidth + 1;
        return 2 * line.area() < other.area()
                && other.distance(line.x0(), line.y0()) <= near
                && other.distance(line.x1(), line.y1()) <= near;
    }

    /** Looks at {@value #SAMPLES} places of the way at most. */
    Seen seen(int hue, double fromX, double fromY, double toX, double toY) {
        int steps = (int) Math.max(1, Math.min(SAMPLES - 1, Math.hypot(toX - fromX, toY - fromY)));
        samples += steps + 1;
        if (samples > MOST_SAMPLES) {
            throw new TooMuchWork();
        }
        int hits = 0, paper = 0;
        for (int i = 0; i <= steps; i++) {
            byte here = map.at(fromX + (toX - fromX) * i / steps, fromY + (toY - fromY) * i / steps);
            hits += here == hue ? 1 : 0;
            paper += here == HueMap.PAPER ? 1 : 0;
        }
        return new Seen(hits / (steps + 1.0), paper / (steps + 1.0));
    }

    private static final int SAMPLES = 64;

    /** Whether a way leads over paper: at two of three places of it. Cheaper than to look at all of it. */
    boolean leadsOverPaper(double fromX, double fromY, double toX, double toY) {
        int paper = 0;
        for (double part = 0.25; part < 1; part += 0.25) {
            paper += map.at(fromX + (toX - fromX) * part, fromY + (toY - fromY) * part) == HueMap.PAPER ? 1 : 0;
        }
        samples += 3;
        return paper > 1;
    }

    /** How many places have been looked at. */
    long samples() {
        return samples;
    }

    /** More places would have to be looked at than a drawing of people needs. */
    static final class TooMuchWork extends RuntimeException {

        private static final long serialVersionUID = 1;

        TooMuchWork() {
            super(null, null, false, false);
        }
    }
}
