package dev.likeness.requests;

/** Where a request is; clients stop asking on the last two. */
public enum RequestStatus {
    QUEUED,
    PROCESSING,
    COMPLETED,
    FAILED;

    public boolean ended() {
        return this == COMPLETED || this == FAILED;
    }
}
