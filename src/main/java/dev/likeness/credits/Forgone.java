package dev.likeness.credits;

/** Nothing can be paid for: the reservation was released, or its request has come to nothing. */
public final class Forgone extends RuntimeException {

    Forgone() {
        super("the request has come to nothing", null, false, false);
    }
}
