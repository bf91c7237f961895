package dev.likeness.pose;

/**
 * The 17 limbs of an OpenPose control image, in the order in which they are drawn; limb i has the colour of joint i,
 * darkened.
 */
enum Limb {
    RIGHT_COLLAR(Joint.NECK, Joint.RIGHT_SHOULDER),
    LEFT_COLLAR(Joint.NECK, Joint.LEFT_SHOULDER),
    RIGHT_UPPER_ARM(Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW),
    RIGHT_FOREARM(Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
    LEFT_UPPER_ARM(Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW),
    LEFT_FOREARM(Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
    RIGHT_FLANK(Joint.NECK, Joint.RIGHT_HIP),
    RIGHT_THIGH(Joint.RIGHT_HIP, Joint.RIGHT_KNEE),
    RIGHT_SHIN(Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE),
    LEFT_FLANK(Joint.NECK, Joint.LEFT_HIP),
    LEFT_THIGH(Joint.LEFT_HIP, Joint.LEFT_KNEE),
    LEFT_SHIN(Joint.LEFT_KNEE, Joint.LEFT_ANKLE),
    THROAT(Joint.NECK, Joint.NOSE),
    RIGHT_BROW(Joint.NOSE, Joint.RIGHT_EYE),
    RIGHT_TEMPLE(Joint.RIGHT_EYE, Joint.RIGHT_EAR),
    LEFT_BROW(Joint.NOSE, Joint.LEFT_EYE),
    LEFT_TEMPLE(Joint.LEFT_EYE, Joint.LEFT_EAR);

    static final int COUNT = 17;

    private final Joint from;
    private final Joint to;

    Limb(Joint from, Joint to) {
        this.from = from;
        this.to = to;
    }

    Joint from() {
        return from;
    }

    Joint to() {
        return to;
    }
}
