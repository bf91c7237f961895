package dev.likeness.requests;

/** Somebody else has taken the request on, or it was cancelled: whatever is done for it here no longer counts. */
final class Lost extends RuntimeException {

    Lost() {
        super("the request is somebody else's", null, false, false);
    }
}
