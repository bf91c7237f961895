package dev.likeness.pose;

/**
 * OpenPose's colours: 18 pure hues, 20 degrees apart, for the joints; the first 17 of them, darkened, for the limbs; 20
 * hues, 18 degrees apart, for the bones of a hand.
 */
final class Palette {

    private static final int[] JOINTS = {
        0xff0000, 0xff5500, 0xffaa00, 0xffff00, 0xaaff00, 0x55ff00, 0x00ff00, 0x00ff55, 0x00ffaa,
        0x00ffff, 0x00aaff, 0x0055ff, 0x0000ff, 0x5500ff, 0xaa00ff, 0xff00ff, 0xff00aa, 0xff0055
    };

    private static final int[] BONES = {
        0xff0000, 0xff4d00, 0xff9900, 0xffe500, 0xccff00, 0x80ff00, 0x33ff00, 0x00ff19, 0x00ff66, 0x00ffb3,
        0x00ffff, 0x00b2ff, 0x0066ff, 0x0019ff, 0x3300ff, 0x8000ff, 0xcc00ff, 0xff00e6, 0xff0099, 0xff004d
    };

    static final int HAND_POINT = 0x0000ff;

    static final int FACE_POINT = 0xffffff;

    /** A limb's share of its joint's brightness. */
    private static final double LIMB = 0.6;

    private Palette() {}

    static int joint(int index) {
        return JOINTS[index];
    }

    /** The bones of the thumb from the palm on, then those of the other fingers. */
    static int bone(int index) {
        return BONES[index];
    }

    static int limb(int index) {
        int colour = JOINTS[index];
        return darker(colour >> 16) << 16 | darker(colour >> 8 & 0xff) << 8 | darker(colour & 0xff);
    }

    private static int darker(int channel) {
        return (int) (channel * LIMB);
    }
}
