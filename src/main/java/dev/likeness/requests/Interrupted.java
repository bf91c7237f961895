package dev.likeness.requests;

/** This process is about to stop. */
final class Interrupted extends RuntimeException {

    Interrupted() {
        super("the process stops", null, false, false);
    }
}
