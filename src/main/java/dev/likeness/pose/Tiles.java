package dev.likeness.pose;

import java.util.ArrayList;
import java.util.List;

/**
 * Overlapping squares of a picture for a second look, where people are too small in the whole of it: a network that sees a
 * picture in 256 pixels misses people of less than a sixth of its longer side. Squares of a round overlap by a third to a
 * half, so that people of up to that size are whole in one of them. There are at most {@link #MOST} in all rounds together.
 */
final class Tiles {

    /** Squares of all rounds for one picture; each takes a run of the network. */
    static final int MOST = 25;

    /** A picture that is longer than so many of its shorter side shows people smaller than a square one would. */
    private static final double WIDE = 2;

    /** Squares across a wide picture's longer side, not counting those between: even a strip gets no smaller ones. */
    private static final int MOST_ACROSS = 8;

    private Tiles() {}

    /** Whether the picture is looked at in squares even when somebody is found in the whole of it. */
    static boolean isWide(int width, int height) {
        return Math.max(width, height) > WIDE * Math.min(width, height);
    }

    /** Round after round, each with smaller squares; a later one is for when the earlier ones have shown nothing. */
    static List<List<Window>> rounds(int width, int height) {
        double longer = Math.max(width, height);
        if (isWide(width, height)) {
            return List.of(squares(width, height, Math.max(Math.min(width, height), longer / MOST_ACROSS), 1.0 / 2));
        }
        return List.of(squares(width, height, longer / 2, 1.0 / 2), squares(width, height, longer / 3, 2.0 / 3));
    }

    private static List<Window> squares(int width, int height, double side, double step) {
        List<Window> squares = new ArrayList<>();
        for (double top : starts(height, side, step)) {
            for (double left : starts(width, side, step)) {
                squares.add(new Window(left, top, side));
            }
        }
        return squares;
    }

    /** Evenly, the first at the edge and the last at the other one; in the middle of a side that is shorter than a square. */
    private static double[] starts(int length, double side, double step) {
        double room = length - side;
        if (room <= 0) {
            return new double[] {room / 2};
        }
        int count = 1 + (int) Math.ceil(room / (step * side) - 1e-9);
        double[] starts = new double[count];
        for (int i = 0; i < count; i++) {
            starts[i] = room * i / (count - 1);
        }
        return starts;
    }
}
