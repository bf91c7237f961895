package dev.likeness.pose.remote;

/** The other deployment did not do what it was asked; the picture is not to blame. */
final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    private Fault(String message, boolean passing, Throwable cause) {
        super(message, cause, false, false);
        this.passing = passing;
    }

    /** A second try may find a connection, or another replica, that is well. */
    static Fault passing(String message, Throwable cause) {
        return new Fault(message, true, cause);
    }

    /** A second try would be answered the same, or take as long. */
    static Fault lasting(String message) {
        return new Fault(message, false, null);
    }

    boolean isPassing() {
        return passing;
    }
}
