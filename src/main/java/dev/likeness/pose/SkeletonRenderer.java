package dev.likeness.pose;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Set;

/** Draws a skeleton as the control image that OpenPose ControlNets were trained on. */
public final class SkeletonRenderer {

    /** Half the width of a limb at its thickest, and the radius of a joint, in pixels of a control image. */
    static final int STICK_WIDTH = 4;

    static final int JOINT_RADIUS = 4;

    /**
     * The shorter side, in pixels, at which ControlNet's preprocessors draw (detect_resolution of controlnet_aux) before they
     * enlarge what they have drawn.
     */
    private static final double RESOLUTION = 512;

    private static final int HAND_RADIUS = 4;
    private static final int FACE_RADIUS = 3;

    /** Bones of a finger. */
    private static final int BONES = 4;

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

    /**
     * Parts of the skeleton in its own size, as values 0xRRGGBB, row by row from the top left. Limbs and points grow with the
     * picture, as they do in what ControlNet's preprocessors draw and enlarge.
     */
    public static int[] pixels(Skeleton skeleton, Set<BodyPart> parts) {
        return pixels(skeleton, parts, Math.max(1, Math.min(skeleton.width(), skeleton.height()) / RESOLUTION));
    }

    /** @param scale by which limbs and points are larger than at {@value #RESOLUTION} pixels */
    static int[] pixels(Skeleton skeleton, Set<BodyPart> parts, double scale) {
        Canvas canvas = new Canvas(skeleton.width(), skeleton.height());
        if (parts.contains(BodyPart.BODY)) {
            body(canvas, skeleton, scaled(STICK_WIDTH, scale), scaled(JOINT_RADIUS, scale));
        }
        if (parts.contains(BodyPart.HANDS)) {
            for (Person person : skeleton.people()) {
                hand(canvas, person.leftHand(), scale);
                hand(canvas, person.rightHand(), scale);
            }
        }
        if (parts.contains(BodyPart.FACE)) {
            skeleton.people().forEach(person -> dots(canvas, person.face(), scaled(FACE_RADIUS, scale), Palette.FACE_POINT));
        }
        return canvas.pixels();
    }

    private static int scaled(int pixels, double scale) {
        return (int) Math.round(pixels * scale);
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
        body(canvas, skeleton, halfWidth, radius);
        return canvas;
    }

    private static void body(Canvas canvas, Skeleton skeleton, int halfWidth, int radius) {
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
    }

    /** Bones from the wrist to the tip of each finger, one after the other, and then the points over all of them. */
    private static void hand(Canvas canvas, List<Keypoint> points, double scale) {
        for (int to = 1; to < points.size(); to++) {
            Keypoint start = points.get(to % BONES == 1 ? 0 : to - 1), end = points.get(to);
            if (inside(start) && inside(end)) {
                bone(canvas, start, end, scale, Palette.bone(to - 1));
            }
        }
        dots(canvas, points, scaled(HAND_RADIUS, scale), Palette.HAND_POINT);
    }

    /** A line of two pixels as OpenCV draws it; a thicker one where the picture is larger. */
    private static void bone(Canvas canvas, Keypoint start, Keypoint end, double scale, int rgb) {
        int halfWidth = scaled(1, scale);
        if (halfWidth == 1) {
            Stroke.draw(canvas, (int) start.x(), (int) start.y(), (int) end.x(), (int) end.y(), rgb);
        } else {
            limb(canvas, start, end, halfWidth, rgb);
        }
    }

    private static void dots(Canvas canvas, List<Keypoint> points, int radius, int rgb) {
        for (Keypoint point : points) {
            if (inside(point)) {
                canvas.circle((int) point.x(), (int) point.y(), radius, rgb);
            }
        }
    }

    /** The originals leave out points of hands and faces in the first row and column: there they are when not found. */
    private static boolean inside(Keypoint point) {
        return point.visible() && point.x() >= 1 && point.y() >= 1;
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
