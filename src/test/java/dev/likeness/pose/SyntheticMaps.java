package dev.likeness.pose;

/** What OpenPose's network would give for people who stand upright in known places. */
final class SyntheticMaps {

    /** First map of each limb, by its joints counted from 1, as OpenPose's own code has them (mapIdx less 19). */
    private static final int[][] LIMBS = {
        {2, 3, 12},
        {2, 6, 20},
        {3, 4, 14},
        {4, 5, 16},
        {6, 7, 22},
        {7, 8, 24},
        {2, 9, 0},
        {9, 10, 2},
        {10, 11, 4},
        {2, 12, 6},
        {12, 13, 8},
        {13, 14, 10},
        {2, 1, 28},
        {1, 15, 30},
        {15, 17, 34},
        {1, 16, 32},
        {16, 18, 36}
    };

    /** A body that stands upright, in cells around its neck. */
    static final double[][] BODY = {
        {0, -3},
        {0, 0},
        {-2, 0},
        {-3, 3},
        {-3, 6},
        {2, 0},
        {3, 3},
        {3, 6},
        {-1, 7},
        {-1, 11},
        {-1, 15},
        {1, 7},
        {1, 11},
        {1, 15},
        {-.8, -4},
        {.8, -4},
        {-1.8, -3.5},
        {1.8, -3.5}
    };

    private final int columns;
    private final int rows;
    private final float[] heatmaps;
    private final float[] pafs;

    SyntheticMaps(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        this.heatmaps = new float[19 * columns * rows];
        this.pafs = new float[38 * columns * rows];
    }

    /** As many people as are told, side by side; one stands in the middle cell. */
    SyntheticMaps(int columns, int rows, int people) {
        this(columns, rows);
        for (int i = 0; i < people; i++) {
            person(columns * (2 * i + 1) / (2 * people), rows / 2);
        }
    }

    float[] heatmaps() {
        return heatmaps;
    }

    float[] pafs() {
        return pafs;
    }

    void person(double x, double y) {
        for (int joint = 0; joint < Joint.COUNT; joint++) {
            blob(joint, x + BODY[joint][0], y + BODY[joint][1]);
        }
        for (int[] limb : LIMBS) {
            double[] a = BODY[limb[0] - 1], b = BODY[limb[1] - 1];
            limb(limb[2], x + a[0], y + a[1], x + b[0], y + b[1]);
        }
    }

    void blob(int joint, double x, double y) {
        for (int i = 0; i < columns * rows; i++) {
            double dx = i % columns - x, dy = i / columns - y;
            int at = joint * columns * rows + i;
            heatmaps[at] = Math.max(heatmaps[at], (float) Math.exp(-(dx * dx + dy * dy) / 2));
        }
    }

    void limb(int map, double fromX, double fromY, double toX, double toY) {
        double length = Math.hypot(toX - fromX, toY - fromY);
        for (int i = 0; i < columns * rows; i++) {
            if (Geometry.toSegment(i % columns, i / columns, fromX, fromY, toX, toY) <= 1) {
                pafs[map * columns * rows + i] = (float) ((toX - fromX) / length);
                pafs[(map + 1) * columns * rows + i] = (float) ((toY - fromY) / length);
            }
        }
    }
}
