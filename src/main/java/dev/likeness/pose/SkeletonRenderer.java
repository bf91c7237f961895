package dev.likeness.pose;

import java.awt.image.BufferedImage;

/** Draws a skeleton as the control image that OpenPose ControlNets were trained on. */
public final class SkeletonRenderer {

    /** Half the width of a limb at its thickest, and the radius of a joint, in pixels, whatever the picture's size. */
    static final int STICK_WIDTH = 4;

    static final int JOINT_RADIUS = 4;

    private SkeletonRenderer() {}

    /** How thick the limbs are. */
    public enum Sticks {
        /** As the first OpenPose ControlNets take them: 4 pixels to each side at any size. */
        STANDARD,
        /** As xinsir's union and OpenPose ControlNets for SDXL take them: thicker in larger pictures. */
        SCALED;

        int halfWidth(int width, int height) {
            int side = Math.max(width, height);
            return this == STANDARD || side < 500 ? STICK_WIDTH : STICK_WIDTH * Math.min(2 + side / 1000, 7);
        }
    }

    /** The skeleton in its own size. */
    public static BufferedImage draw(Skeleton skeleton) {
        return draw(skeleton, Sticks.STANDARD);
    }

    /** The skeleton in its own size, as values 0xRRGGBB, row by row from the top left. */
    public static int[] pixels(Skeleton skeleton) {
        return pixels(skeleton, Sticks.STANDARD);
    }

    static int[] pixels(Skeleton skeleton, Sticks sticks) {
        return drawn(skeleton, sticks.halfWidth(skeleton.width(), skeleton.height()), JOINT_RADIUS)
                .pixels();
    }

    /** The skeleton in its own size: for every person the limbs, limb by limb, and then the joints over all of them. */
    public static BufferedImage draw(Skeleton skeleton, Sticks sticks) {
        return draw(skeleton, sticks.halfWidth(skeleton.width(), skeleton.height()), JOINT_RADIUS);
    }

    static BufferedImage draw(Skeleton skeleton, int halfWidth, int radius) {
        return drawn(skeleton, halfWidth, radius).image();
    }

    private static Canvas drawn(Skeleton skeleton, int halfWidth, int radius) {
        Canvas canvas = new Canvas(skeleton.width(), skeleton.height());
        for (Limb limb : Limb.values()) {
            for (Person person : skeleton.people()) {
                Keypoint from = person.at(limb.from());
                Keypoint to = person.at(limb.to());
                if (from.visible() && to.visible()) {
                    limb(canvas, from, to, halfWidth, Palette.limb(limb.ordinal()));
                }
            }
        }
        for (int joint = 0; joint < Joint.COUNT; joint++) {
            for (Person person : skeleton.people()) {
                Keypoint point = person.keypoints().get(joint);
                if (point.visible()) {
                    canvas.circle((int) point.x(), (int) point.y(), radius, Palette.joint(joint));
                }
            }
        }
        return canvas;
    }

    /** Centre, half-length and angle are cut to whole numbers, as the original does. */
    static void limb(Canvas canvas, Keypoint from, Keypoint to, int halfWidth, int rgb) {
        double dx = from.x() - to.x();
        double dy = from.y() - to.y();
        int halfLength = (int) (Math.hypot(dx, dy) / 2);
        int degrees = (int) Math.toDegrees(Math.atan2(dy, dx));
        canvas.ellipse(
                (int) ((from.x() + to.x()) / 2), (int) ((from.y() + to.y()) / 2), halfLength, halfWidth, degrees, rgb);
    }
}
