package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** OpenPose's part affinity fields: two maps for each limb, x and y of the direction in which it runs where it is. */
final class Affinity {

    /**
     * The limbs of the COCO model and the first of their two maps, in the order in which people are put together
     * (limbSeq and mapIdx of OpenPose's code, less the 19 heatmaps that are counted there).
     */
    enum Field {
        RIGHT_COLLAR(Joint.NECK, Joint.RIGHT_SHOULDER, 12),
        LEFT_COLLAR(Joint.NECK, Joint.LEFT_SHOULDER, 20),
        RIGHT_UPPER_ARM(Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, 14),
        RIGHT_FOREARM(Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST, 16),
        LEFT_UPPER_ARM(Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, 22),
        LEFT_FOREARM(Joint.LEFT_ELBOW, Joint.LEFT_WRIST, 24),
        RIGHT_FLANK(Joint.NECK, Joint.RIGHT_HIP, 0),
        RIGHT_THIGH(Joint.RIGHT_HIP, Joint.RIGHT_KNEE, 2),
        RIGHT_SHIN(Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE, 4),
        LEFT_FLANK(Joint.NECK, Joint.LEFT_HIP, 6),
        LEFT_THIGH(Joint.LEFT_HIP, Joint.LEFT_KNEE, 8),
        LEFT_SHIN(Joint.LEFT_KNEE, Joint.LEFT_ANKLE, 10),
        THROAT(Joint.NECK, Joint.NOSE, 28),
        RIGHT_BROW(Joint.NOSE, Joint.RIGHT_EYE, 30),
        RIGHT_TEMPLE(Joint.RIGHT_EYE, Joint.RIGHT_EAR, 34),
        LEFT_BROW(Joint.NOSE, Joint.LEFT_EYE, 32),
        LEFT_TEMPLE(Joint.LEFT_EYE, Joint.LEFT_EAR, 36),
        RIGHT_SIDE_OF_HEAD(Joint.RIGHT_SHOULDER, Joint.RIGHT_EAR, 18),
        LEFT_SIDE_OF_HEAD(Joint.LEFT_SHOULDER, Joint.LEFT_EAR, 26);

        private final Joint from;
        private final Joint to;
        private final int map;

        Field(Joint from, Joint to, int map) {
            this.from = from;
            this.to = to;
            this.map = map;
        }

        Joint from() {
            return from;
        }

        Joint to() {
            return to;
        }

        /** The last two only connect what is known: nobody begins with an ear and a shoulder. */
        boolean begins() {
            return ordinal() < RIGHT_SIDE_OF_HEAD.ordinal();
        }
    }

    static final int MAPS = 2 * 19;

    /** Places along a limb at which the field is looked at, its ends included. */
    private static final int SAMPLES = 10;

    /** A place speaks for the limb when the field runs along it at least so much, 0..1. */
    private static final double ALONG = 0.05;

    /**
     * So many of the places have to: more than 0.8 of them, as in OpenPose's code for Python ({@code len(nonzero) > 0.8 *
     * len(score_midpts)}) and in what was made of it.
     */
    private static final int LEAST = 9;

    /** Below this length, in cells, two joints are in one place and no direction can be told. */
    private static final double SHORTEST = 1e-3;

    private final float[] maps;
    private final int columns;
    private final int rows;
    private final double height;

    /** @param height of the picture in cells */
    Affinity(float[] maps, int columns, int rows, double height) {
        this.maps = maps;
        this.columns = columns;
        this.rows = rows;
        this.height = height;
    }

    /** Two joints and how much speaks for the limb between them. */
    record Connection(Peak from, Peak to, double score) {}

    /** The limbs of one kind, each joint in one at most: the best first takes what it connects. */
    List<Connection> connections(Field field, List<Peak> from, List<Peak> to) {
        List<Connection> candidates = new ArrayList<>();
        for (Peak start : from) {
            for (Peak end : to) {
                double score = score(field, start, end);
                if (score > 0) {
                    candidates.add(new Connection(start, end, score));
                }
            }
        }
        candidates.sort(Comparator.comparingDouble(Connection::score).reversed());
        List<Connection> kept = new ArrayList<>();
        Set<Peak> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Connection candidate : candidates) {
            if (!taken.contains(candidate.from()) && !taken.contains(candidate.to())) {
                taken.add(candidate.from());
                taken.add(candidate.to());
                kept.add(candidate);
            }
        }
        return kept;
    }

    /** The mean of the field along the limb, less what an unlikely length costs; 0 when too few places speak for it. */
    private double score(Field field, Peak from, Peak to) {
        double dx = to.x() - from.x(), dy = to.y() - from.y();
        double length = Math.hypot(dx, dy);
        if (length < SHORTEST) {
            return 0;
        }
        double sum = 0;
        int along = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double part = (double) i / (SAMPLES - 1);
            double x = from.x() + part * dx, y = from.y() + part * dy;
            double here = (at(field.map, x, y) * dx + at(field.map + 1, x, y) * dy) / length;
            sum += here;
            along += here > ALONG ? 1 : 0;
        }
        return along < LEAST ? 0 : sum / SAMPLES + Math.min(0.5 * height / length - 1, 0);
    }

    /** Between the middles of four cells. */
    private double at(int map, double x, double y) {
        double inX = Math.max(0, Math.min(columns - 1, x)), inY = Math.max(0, Math.min(rows - 1, y));
        int left = (int) inX, top = (int) inY;
        int right = Math.min(columns - 1, left + 1), bottom = Math.min(rows - 1, top + 1);
        double across = inX - left, down = inY - top;
        int offset = map * columns * rows;
        double above =
                maps[offset + top * columns + left] * (1 - across) + maps[offset + top * columns + right] * across;
        double below = maps[offset + bottom * columns + left] * (1 - across)
                + maps[offset + bottom * columns + right] * across;
        return above * (1 - down) + below * down;
    }
}
