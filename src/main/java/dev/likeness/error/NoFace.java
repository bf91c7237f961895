package dev.likeness.error;

/** No face can be made out in the face image; nothing was charged. */
public final class NoFace extends Failure {

    public NoFace(String message) {
        super("no_face", message);
    }
}
