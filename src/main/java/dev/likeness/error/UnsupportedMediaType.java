package dev.likeness.error;

/** The request body has a content type or a content encoding that is not read here. */
public final class UnsupportedMediaType extends Failure {

    public UnsupportedMediaType(String message) {
        super("unsupported_media_type", message);
    }
}
