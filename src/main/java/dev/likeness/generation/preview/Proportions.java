package dev.likeness.generation.preview;

/**
 * Sizes of a standing adult in body heights. Distances between joints were measured on photographs whose people stand
 * straight before the camera; thicknesses are chosen by eye for a slim figure.
 */
final class Proportions {

    static final double SHOULDERS = 0.224, TORSO = 0.305, HIPS = 0.125;
    static final double UPPER_ARM = 0.155, FOREARM = 0.14;
    static final double THIGH = 0.25, SHIN = 0.22;
    static final double EARS = 0.095, EYES = 0.048, NECK_TO_NOSE = 0.108, NECK_TO_EYES = 0.125;

    /** Between the pupils of the head that is drawn: a tenth more than is natural, so that its face is recognised. */
    static final double HEAD_UNIT = 0.050;

    private Proportions() {}
}
