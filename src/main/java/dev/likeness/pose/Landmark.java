package dev.likeness.pose;

/** The five points that faces are aligned by. Right and left are the person's own. */
public enum Landmark {
    RIGHT_EYE,
    LEFT_EYE,
    NOSE,
    /** The corner of the mouth. */
    RIGHT_MOUTH,
    LEFT_MOUTH
}
