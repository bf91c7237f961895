package dev.likeness.generation.preview;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

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
    private static final int HEAD_COLOURS = 6, OTHER_COLOURS = 6, HAIR_COLOURS = 3;

    /** From here down, in units below the eyes, what is beside the face is the head's only if it is hair. */
    private static final double BESIDE_JAW = 0.55;

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
            if (odds[i] > 0.8) {
                head[heads++] = colour[i];
            } else if (odds[i] < -2.2 && v < 0.7) {
                other[others++] = colour[i];
            }
        }
        if (heads > 100 && others > 300) {
            int[] crown = IntStream.range(0, odds.length)
                    .filter(i -> odds[i] > 0.8 && place(i / SIDE) < -1.15)
                    .map(i -> colour[i])
                    .toArray();
            Palette headColours = Palette.of(Arrays.copyOf(head, heads), HEAD_COLOURS);
            weighColours(
                    odds,
                    colour,
                    headColours,
                    Palette.of(Arrays.copyOf(other, others), OTHER_COLOURS),
                    crown.length < 30 ? headColours : Palette.of(crown, HAIR_COLOURS));
        }
        float[] smooth = blurred(blurred(odds, 2), 1);
        float[] alpha = new float[odds.length];
        for (int i = 0; i < alpha.length; i++) {
            double t = Math.max(0, Math.min(1, (smooth[i] + 0.2) / 1.8));
            alpha[i] = (float) (t * t * (3 - 2 * t));
        }
        keepConnected(alpha);
        fillHoles(alpha);
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
        if (v > BESIDE_JAW) {
            // Beside the jaw and below it only hair that hangs down is the head's.
            double aside = -1.0 - 1.6 * (v - BESIDE_JAW);
            odds = Math.max(9 * (1 - face), Math.min(odds, aside));
        }
        return Math.max(-6, Math.min(6, odds));
    }

    private static void weighColours(float[] odds, int[] colour, Palette heads, Palette others, Palette hair) {
        for (int i = 0; i < odds.length; i++) {
            if (odds[i] > -5.5 && odds[i] < 4) {
                double far = others.distance(colour[i]);
                double evidence = clamp((far - heads.distance(colour[i])) * 0.09, -3.5, 3.5);
                if (place(i / SIDE) > BESIDE_JAW && odds[i] > 0) {
                    evidence = Math.max(0, evidence); // A beard or the shadow of a chin is still the face.
                } else if (place(i / SIDE) > BESIDE_JAW) {
                    // Collars and helmets hang on to heads too: here it must have the colour that the hair has above.
                    evidence = Math.min(evidence, clamp((30 - hair.distance(colour[i])) * 0.12, -4, 3));
                }
                odds[i] += (float) evidence;
            }
        }
    }

    private static double clamp(double value, double least, double most) {
        return Math.max(least, Math.min(most, value));
    }

    /** What lies inside the head belongs to it, whatever colour it has: glasses, a streak of light in the hair. */
    private static void fillHoles(float[] alpha) {
        boolean[] outside = reached(0, cell -> alpha[cell] < 0.5);
        for (int i = 0; i < alpha.length; i++) {
            if (!outside[i]) {
                alpha[i] = Math.max(alpha[i], 1);
            }
        }
    }

    /** Of what is likely head, only what hangs together with the face is. */
    private static void keepConnected(float[] alpha) {
        boolean[] face = reached((SIDE / 2) * SIDE + SIDE / 2, cell -> alpha[cell] > 0.3);
        for (int i = 0; i < alpha.length; i++) {
            if (!face[i]) {
                alpha[i] = 0;
            }
        }
    }

    private static boolean[] reached(int start, IntPredicate passable) {
        boolean[] reached = new boolean[SIDE * SIDE];
        int[] queue = new int[SIDE * SIDE];
        int filled = 0;
        queue[filled++] = start;
        reached[start] = true;
        for (int next = 0; next < filled; next++) {
            int cell = queue[next], x = cell % SIDE, y = cell / SIDE;
            int[] neighbours = {
                x > 0 ? cell - 1 : cell,
                x < SIDE - 1 ? cell + 1 : cell,
                y > 0 ? cell - SIDE : cell,
                y < SIDE - 1 ? cell + SIDE : cell
            };
            for (int neighbour : neighbours) {
                if (!reached[neighbour] && passable.test(neighbour)) {
                    reached[neighbour] = true;
                    queue[filled++] = neighbour;
                }
            }
        }
        return reached;
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
