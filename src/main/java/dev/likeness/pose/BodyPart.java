package dev.likeness.pose;

/** What of a person can be drawn. */
public enum BodyPart {
    /** The 18 joints and the limbs between them: all that networks for poses alone were trained on. */
    BODY,
    HANDS,
    FACE
}
