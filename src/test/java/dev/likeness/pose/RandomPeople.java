package dev.likeness.pose;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** People as they may stand in a picture: limbs of human proportions at any angle that a joint allows, and some that it does not. */
final class RandomPeople {

    private final Random random;

    RandomPeople(long seed) {
        this.random = new Random(seed);
    }

    Skeleton skeleton(int width, int height, int people) {
        List<Person> all = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            all.add(person(width, height));
        }
        return new Skeleton(width, height, all);
    }

    /** Anywhere in the picture, from a quarter of its height to more than all of it; what lies outside is not visible. */
    private Person person(int width, int height) {
        double size = height * between(0.3, 1.1);
        Keypoint[] points = new Keypoint[Joint.COUNT];
        double neckX = width * between(0.1, 0.9), neckY = height * between(0.1, 0.5);
        double lean = between(-0.5, 0.5);
        double turn = between(0.3, 1) * (random.nextBoolean() ? 1 : -1);
        set(points, Joint.NECK, neckX, neckY);
        double shoulder = 0.11 * size * turn, hip = 0.07 * size * turn;
        from(points, Joint.NECK, Joint.RIGHT_SHOULDER, lean + Math.PI / 2, shoulder);
        from(points, Joint.NECK, Joint.LEFT_SHOULDER, lean - Math.PI / 2, shoulder);
        arm(points, Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST, size);
        arm(points, Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST, size);
        double pelvisX = neckX - 0.3 * size * Math.sin(lean), pelvisY = neckY + 0.3 * size * Math.cos(lean);
        set(points, Joint.RIGHT_HIP, pelvisX - hip, pelvisY);
        set(points, Joint.LEFT_HIP, pelvisX + hip, pelvisY);
        leg(points, Joint.RIGHT_HIP, Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE, size);
        leg(points, Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE, size);
        head(points, size, lean);
        boolean[] seen = new boolean[Joint.COUNT];
        for (Keypoint point : points) {
            boolean inside = point.x() >= 0 && point.y() >= 0 && point.x() < width && point.y() < height;
            seen[List.of(points).indexOf(point)] = inside && random.nextDouble() > 0.03;
        }
        seen[Joint.NECK.ordinal()] = true;
        // Whose wrist it is that is seen without an elbow, nobody could tell among several people.
        for (Limb limb : Limb.values()) {
            seen[limb.to().ordinal()] &= seen[limb.from().ordinal()];
        }
        List<Keypoint> visible = new ArrayList<>();
        for (int i = 0; i < Joint.COUNT; i++) {
            visible.add(seen[i] ? points[i] : Keypoint.MISSING);
        }
        return new Person(visible, 1);
    }

    private void head(Keypoint[] points, double size, double lean) {
        from(points, Joint.NECK, Joint.NOSE, Math.PI + lean + between(-0.4, 0.4), 0.13 * size);
        Keypoint nose = points[Joint.NOSE.ordinal()];
        double turn = between(-0.03, 0.03) * size;
        set(points, Joint.RIGHT_EYE, nose.x() - 0.025 * size + turn, nose.y() - 0.03 * size);
        set(points, Joint.LEFT_EYE, nose.x() + 0.025 * size + turn, nose.y() - 0.03 * size);
        set(points, Joint.RIGHT_EAR, nose.x() - 0.06 * size + 2 * turn, nose.y() - 0.02 * size);
        set(points, Joint.LEFT_EAR, nose.x() + 0.06 * size + 2 * turn, nose.y() - 0.02 * size);
    }

    private void arm(Keypoint[] points, Joint shoulder, Joint elbow, Joint wrist, double size) {
        double angle = between(-Math.PI, Math.PI);
        from(points, shoulder, elbow, angle, between(0.1, 0.17) * size);
        from(points, elbow, wrist, angle + between(-2.4, 2.4), between(0.08, 0.15) * size);
    }

    private void leg(Keypoint[] points, Joint hip, Joint knee, Joint ankle, double size) {
        double angle = between(-1.5, 1.5);
        from(points, hip, knee, angle, between(0.15, 0.25) * size);
        from(points, knee, ankle, angle + between(-1.5, 1.5), between(0.15, 0.24) * size);
    }

    /** @param angle 0 is downwards */
    private static void from(Keypoint[] points, Joint start, Joint end, double angle, double length) {
        Keypoint origin = points[start.ordinal()];
        set(points, end, origin.x() - length * Math.sin(angle), origin.y() + length * Math.cos(angle));
    }

    private static void set(Keypoint[] points, Joint joint, double x, double y) {
        points[joint.ordinal()] = new Keypoint(x, y, 1);
    }

    private double between(double least, double most) {
        return least + random.nextDouble() * (most - least);
    }
}
