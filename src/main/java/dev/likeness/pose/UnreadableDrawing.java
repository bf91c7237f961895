package dev.likeness.pose;

/** A picture is the drawing of skeletons, and cannot be read. The message says what was seen, as the end of a sentence. */
final class UnreadableDrawing extends RuntimeException {

    UnreadableDrawing(String seen) {
        super(seen, null, false, false);
    }
}
