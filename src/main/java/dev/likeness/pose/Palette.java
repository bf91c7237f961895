package dev.likeness.pose;

/** OpenPose's colours: 18 pure hues, 20 degrees apart, for the joints; the first 17 of them, darkened, for the limbs. */
final class Palette {

    private static final int[] JOINTS = {
        0xff0000, 0xff5500, 0xffaa00, 0xffff00, 0xaaff00, 0x55ff00, 0x00ff00, 0x00ff55, 0x00ffaa,
        0x00ffff, 0x00aaff, 0x0055ff, 0x0000ff, 0x5500ff, 0xaa00ff, 0xff00ff, 0xff00aa, 0xff0055
    };

    /** A limb's share of its joint's brightness. */
    private static final double LIMB = 0.6;

    private Palette() {}

    static int joint(int index) {
        return JOINTS[index];
    }

    static int limb(int index) {
        int colour = JOINTS[index];
        return darker(colour >> 16) << 16 | darker(colour >> 8 & 0xff) << 8 | darker(colour & 0xff);
    }

    private static int darker(int channel) {
        return (int) (channel * LIMB);
    }
}
