package dev.likeness.generation.preview;

import java.util.Arrays;

/**
 * Tells a head with its hair from what is behind it. Every cell of a grid over the head starts with how likely a head is
 * there by anatomy alone; then colours are weighed: those of the hair above the forehead against those far from the head.
 * Where the colours say nothing, anatomy decides, so that the worst case is an oval with soft edges.
 */
final class HeadMatte {

    interface Inside {
        boolean test(double u, double v);
    }

    interface Colours {
        int at(double u, double v);
    }

    /** Cells to a side. */
    private static final int SIDE = 144;

    private static final double CELL = 2 * Portrait.REACH / SIDE;

    /** Clusters of colours that a head and its surroundings are described by. */
    private static final int HEAD_COLOURS = 4, OTHER_COLOURS = 6;

    private final float[] alpha;

    private HeadMatte(float[] alpha) {
        this.alpha = alpha;
    }

    static HeadMatte of(Inside inside, Colours colours, double chin) {
        float[] odds = new float[SIDE * SIDE];
        int[] colour = new int[SIDE * SIDE];
        int[] head = new int[SIDE * SIDE], other = new int[SIDE * SIDE];
        int heads = 0, others = 0;
        for (int i = 0; i < odds.length; i++) {
            double u = place(i % SIDE), v = place(i / SIDE);
            if (!inside.test(u, v)) {
                odds[i] = -9;
                continue;
            }
            colour[i] = colours.at(u, v);
            odds[i] = (float) anatomy(u, v, chin);
            if (odds[i] > 1.2) {
                head[heads++] = colour[i];
            } else if (odds[i] < -2.5 && v < chin) {
                other[others++] = colour[i];
            }
        }
        if (heads > 100 && others > 300) {
            weighColours(odds, colour, Arrays.copyOf(head, heads), Arrays.copyOf(other, others), chin);
        }
        float[] smooth = blurred(blurred(odds, 1), 1);
        float[] alpha = new float[odds.length];
        for (int i = 0; i < alpha.length; i++) {
            double t = Math.max(0, Math.min(1, (smooth[i] + 0.2) / 1.8));
            alpha[i] = (float) (t * t * (3 - 2 * t));
        }
        keepConnected(alpha);
        feather(alpha, chin);
        return new HeadMatte(blurred(alpha, 1));
    }

    /** Log odds that a place belongs to the head: sure inside the face, likely where hair is, out below the chin. */
    private static double anatomy(double u, double v, double chin) {
        double faceMiddle = (chin - 1.05) / 2, faceHalf = (chin + 1.05) / 2;
        double face = Math.hypot(u / 1.10, (v - faceMiddle) / faceHalf);
        double hair = Math.hypot(u / 1.78, (v + 0.42) / 1.72);
        double odds = 9 * (1 - face);
        odds = Math.max(odds, hair < 1 ? Math.min(2.0, 3.2 * (1 - hair)) : -7 * (hair - 1));
        if (v > 0.55) {
            // Beside the jaw and below it only hair that hangs down is the head's.
            double aside = -0.8 - 1.6 * (v - 0.55);
            odds = Math.max(9 * (1 - face), Math.min(odds, aside));
        }
        return Math.max(-6, Math.min(6, odds));
    }

    private static void weighColours(float[] odds, int[] colour, int[] head, int[] other, double chin) {
        Palette heads = Palette.of(head, HEAD_COLOURS), others = Palette.of(other, OTHER_COLOURS);
        for (int i = 0; i < odds.length; i++) {
            double v = place(i / SIDE);
            if (odds[i] > -5.5 && odds[i] < 4) {
                double evidence = others.distance(colour[i]) - heads.distance(colour[i]);
                odds[i] += (float) (Math.max(-3.5, Math.min(3.5, evidence * 0.09)) * (v > chin ? 0.6 : 1));
            }
        }
    }

    /** Of what is likely head, only what hangs together with the face is. */
    private static void keepConnected(float[] alpha) {
        boolean[] reached = new boolean[alpha.length];
        int[] queue = new int[alpha.length];
        int filled = 0;
        int start = (SIDE / 2) * SIDE + SIDE / 2;
        queue[filled++] = start;
        reached[start] = true;
        for (int next = 0; next < filled; next++) {
            int cell = queue[next];
            int x = cell % SIDE, y = cell / SIDE;
            int[] neighbours = {
                x > 0 ? cell - 1 : cell,
                x < SIDE - 1 ? cell + 1 : cell,
                y > 0 ? cell - SIDE : cell,
                y < SIDE - 1 ? cell + SIDE : cell
            };
            for (int neighbour : neighbours) {
                if (!reached[neighbour] && alpha[neighbour] > 0.3) {
                    reached[neighbour] = true;
                    queue[filled++] = neighbour;
                }
            }
        }
        for (int i = 0; i < alpha.length; i++) {
            if (!reached[i]) {
                alpha[i] = 0;
            }
        }
    }

    /** Fades out towards the edge of the grid and below the chin, where a straight cut would show. */
    private static void feather(float[] alpha, double chin) {
        for (int i = 0; i < alpha.length; i++) {
            double u = place(i % SIDE), v = place(i / SIDE);
            double edge = (Portrait.REACH - 0.1 - Math.max(Math.abs(u), Math.abs(v))) / 0.5;
            double below = (chin + 0.75 - v) / 0.6;
            alpha[i] *= (float) Math.max(0, Math.min(1, Math.min(edge, below)));
        }
    }

    private static float[] blurred(float[] cells, int radius) {
        float[] out = new float[cells.length];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                float sum = 0;
                int count = 0;
                for (int dy = -radius; dy <= radius; dy++) {
                    for (int dx = -radius; dx <= radius; dx++) {
                        int cx = x + dx, cy = y + dy;
                        if (cx >= 0 && cy >= 0 && cx < SIDE && cy < SIDE) {
                            sum += cells[cy * SIDE + cx];
                            count++;
                        }
                    }
                }
                out[y * SIDE + x] = sum / count;
            }
        }
        return out;
    }

    private static double place(int cell) {
        return (cell + 0.5) * CELL - Portrait.REACH;
    }

    double at(double u, double v) {
        double x = (u + Portrait.REACH) / CELL - 0.5, y = (v + Portrait.REACH) / CELL - 0.5;
        if (x < 0 || y < 0 || x >= SIDE - 1 || y >= SIDE - 1) {
            return 0;
        }
        int x0 = (int) x, y0 = (int) y, index = y0 * SIDE + x0;
        double fx = x - x0, fy = y - y0;
        double upper = alpha[index] + (alpha[index + 1] - alpha[index]) * fx;
        double lower = alpha[index + SIDE] + (alpha[index + SIDE + 1] - alpha[index + SIDE]) * fx;
        return upper + (lower - upper) * fy;
    }
}
