package dev.likeness.credits;

/** Nothing is set aside for this request any more: it has come to nothing, whoever may not have heard of it yet. */
public final class Forgone extends RuntimeException {

    Forgone() {
        super("the request has come to nothing", null, false, false);
    }
}
