package dev.likeness.pose;

import java.util.ArrayList;
import java.util.List;

/**
 * The colours that tools draw skeletons in. All use the same 18 pure hues, 20 degrees apart and counted from red (0 red, 6
 * green, 12 blue), and differ in which limb and which joint has which.
 */
enum ColourScheme {
    /** ControlNet's, of controlnet_aux, DWPose and the editors for it: limb i and joint i have hue i. */
    CONTROLNET,
    /** OpenPose's COCO model: a limb has the colour of the joint that it leads to (poseParametersRender.hpp). */
    COCO,
    /** OpenPose's BODY_25 model: as COCO, but the hips hang on a spine. Its feet are not read. */
    BODY_25;

    static final int HUES = 18;

    /** Joints of a scheme: those of {@link Joint} and the middle of the hips, the end of BODY_25's spine. */
    static final int JOINTS = Joint.COUNT + 1;

    private final List<Bone> bones = new ArrayList<>();
    private final int[] jointOfHue = new int[HUES];

    /**
     * A limb as a scheme draws it.
     *
     * @param index of the limb, 0..17, unique in its scheme
     * @param from index of the joint at one end
     * @param to index of the joint at the other
     */
    record Bone(int index, int from, int to, int hue) {

        /** The joint that both have, or -1. */
        int shared(Bone other) {
            return from == other.from || from == other.to ? from : to == other.from || to == other.to ? to : -1;
        }
    }

    ColourScheme() {
        boolean controlNet = ordinal() == 0, spine = ordinal() == 2;
        // POSE_COCO_COLORS_RENDER_GPU by joint; BODY_25 has the same ones.
        int[] openPose = {17, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 14, 15, 13};
        for (Limb limb : Limb.values()) {
            boolean flank = limb == Limb.RIGHT_FLANK || limb == Limb.LEFT_FLANK;
            int to = limb.to().ordinal();
            bones.add(new Bone(
                    limb.ordinal(),
                    flank && spine ? Joint.COUNT : limb.from().ordinal(),
                    to,
                    controlNet ? limb.ordinal() : openPose[to]));
        }
        if (spine) {
            bones.add(new Bone(Limb.COUNT, Joint.NECK.ordinal(), Joint.COUNT, 0));
        }
        for (int joint = 0; joint < Joint.COUNT; joint++) {
            jointOfHue[controlNet ? joint : openPose[joint]] = joint;
        }
    }

    List<Bone> bones() {
        return bones;
    }

    /** The joint whose disc has this hue. */
    int jointOf(int hue) {
        return jointOfHue[hue];
    }
}
