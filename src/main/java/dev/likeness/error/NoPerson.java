package dev.likeness.error;

/** Nobody can be made out in the pose image; nothing was charged. */
public final class NoPerson extends Failure {

    public NoPerson(String message) {
        super("no_person", message);
    }
}
