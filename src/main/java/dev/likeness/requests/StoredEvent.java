package dev.likeness.requests;

/**
 * Something that happened to a request.
 *
 * @param number counted up within the request; later events have larger ones, and some are left out
 * @param name such as {@code progress}
 * @param data a JSON object; of an {@code image}, all but the picture itself
 */
public record StoredEvent(long number, String name, String data) {

    /** Whether nothing follows it. */
    public boolean last() {
        return name.equals(EventData.DONE) || name.equals(EventData.ERROR);
    }

    public boolean isImage() {
        return name.equals(EventData.IMAGE);
    }
}
