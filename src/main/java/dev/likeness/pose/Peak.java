package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where a joint probably is on a map.
 *
 * @param x in cells of the map, 0 in the middle of the first one
 * @param y the same down
 * @param score how likely, about 0..1
 */
record Peak(double x, double y, double score) {

    /**
     * What of a cell's likelihood belongs to the next one in each direction: OpenPose smooths its maps, eight times
     * enlarged, by a Gaussian of 3 pixels.
     */
    private static final float BLUR = 0.027f;

    /** Likelihoods are at least this where their logarithm is taken. */
    private static final double FLOOR = 1e-4;

    /** Peaks of a map that are kept, and so people: POSE_MAX_PEOPLE of OpenPose. */
    static final int MOST = 127;

    /** Every cell that is likelier than its eight neighbours and than {@code least}; the likeliest {@value #MOST} of them. */
    static List<Peak> in(float[] maps, int offset, int columns, int rows, double least) {
        float[] map = smoothed(maps, offset, columns, rows);
        List<Peak> peaks = new ArrayList<>();
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                if (map[y * columns + x] > least && highest(map, columns, rows, x, y)) {
                    peaks.add(refined(map, columns, rows, x, y, maps[offset + y * columns + x]));
                }
            }
        }
        if (peaks.size() > MOST) {
            peaks.sort(Comparator.comparingDouble(Peak::score).reversed());
            return List.copyOf(peaks.subList(0, MOST));
        }
        return peaks;
    }

    private static float[] smoothed(float[] maps, int offset, int columns, int rows) {
        float[] across = new float[columns * rows];
        for (int i = 0; i < across.length; i++) {
            int x = i % columns;
            float here = maps[offset + i];
            float left = x == 0 ? here : maps[offset + i - 1];
            float right = x == columns - 1 ? here : maps[offset + i + 1];
            across[i] = here + BLUR * (left + right - 2 * here);
        }
        float[] map = new float[across.length];
        for (int i = 0; i < map.length; i++) {
            float above = i < columns ? across[i] : across[i - columns];
            float below = i >= map.length - columns ? across[i] : across[i + columns];
            map[i] = across[i] + BLUR * (above + below - 2 * across[i]);
        }
        return map;
    }

    /** Of neighbours that are equal the first is the highest. */
    private static boolean highest(float[] map, int columns, int rows, int x, int y) {
        float here = map[y * columns + x];
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                int nx = x + dx, ny = y + dy;
                if ((dx != 0 || dy != 0) && nx >= 0 && ny >= 0 && nx < columns && ny < rows) {
                    float there = map[ny * columns + nx];
                    boolean earlier = dy < 0 || dy == 0 && dx < 0;
                    if (earlier ? there >= here : there > here) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static Peak refined(float[] map, int columns, int rows, int x, int y, double score) {
        int i = y * columns + x;
        double dx = x == 0 || x == columns - 1 ? 0 : offset(map[i - 1], map[i], map[i + 1]);
        double dy = y == 0 || y == rows - 1 ? 0 : offset(map[i - columns], map[i], map[i + columns]);
        return new Peak(x + dx, y + dy, score);
    }

    /** Where between its neighbours the top of the Gaussian is that goes through the three: its logarithm is a parabola. */
    private static double offset(double before, double here, double after) {
        double a = Math.log(Math.max(FLOOR, before));
        double b = Math.log(Math.max(FLOOR, here));
        double c = Math.log(Math.max(FLOOR, after));
        double bend = 2 * b - a - c;
        return bend <= 0 ? 0 : Math.max(-0.5, Math.min(0.5, (c - a) / (2 * bend)));
    }
}
