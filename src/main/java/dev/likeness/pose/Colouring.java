package dev.likeness.pose;

import java.util.ArrayList;
import java.util.List;

/**
 * The hues in which tools draw skeletons. A hue is the index of a colour of {@link Palette}, in steps of 20 degrees.
 *
 * <p>Sources: controlnet_aux's {@code draw_bodypose}; {@code POSE_COCO_COLORS_RENDER} and {@code POSE_BODY_25_COLORS_RENDER} of
 * OpenPose's poseParametersRender.hpp, whose limbs have the colour of the second joint.
 */
enum Colouring {
    /** Limb i has the hue of joint i. */
    CONTROLNET(Hues.OF_LIMBS, false),
    OPENPOSE_COCO(Hues.OF_OPENPOSE, false),
    /** As COCO, with a spine to the middle of the hips; the toes have the ankle's colour. */
    OPENPOSE_BODY_25(Hues.OF_OPENPOSE, true);

    /** The point between the hips, behind the joints. */
    static final int MID_HIP = Joint.COUNT;

    /** Joints, and the point between the hips. */
    static final int POINTS = Joint.COUNT + 1;

    private final List<Bone> bones;

    /** In the order of {@link Limb}. */
    private static final class Hues {
        static final int[] OF_LIMBS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        static final int[] OF_OPENPOSE = {1, 4, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 17, 16, 15, 14, 13};
    }

    /** @param spine whether the hips hang on the point between them instead of on the neck */
    Colouring(int[] hues, boolean spine) {
        List<Bone> all = new ArrayList<>();
        for (Limb limb : Limb.values()) {
            boolean flank = limb == Limb.RIGHT_FLANK || limb == Limb.LEFT_FLANK;
            all.add(new Bone(
                    hues[limb.ordinal()],
                    spine && flank ? MID_HIP : limb.from().ordinal(),
                    limb.to().ordinal()));
        }
        if (spine) {
            all.add(new Bone(0, Joint.NECK.ordinal(), MID_HIP));
        }
        this.bones = List.copyOf(all);
    }

    /**
     * A limb as it is drawn.
     *
     * @param from the index of a point, as {@code to} is
     */
    record Bone(int hue, int from, int to) {}

    List<Bone> bones() {
        return bones;
    }

    /** The hue of a joint's circle: the limb's that ends there, where circles do not have hues of their own. */
    int hue(int point) {
        return this == CONTROLNET
                ? point
                : bones.stream()
                        .filter(bone -> bone.to() == point)
                        .mapToInt(Bone::hue)
                        .findFirst()
                        .orElse(0);
    }

    /** Whether a joint's circle has another hue than the limb that ends in it, and so covers the limb's end. */
    boolean circlesCoverEnds() {
        return this == CONTROLNET;
    }
}
