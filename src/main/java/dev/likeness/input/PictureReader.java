package dev.likeness.input;

import dev.likeness.error.InvalidRequest;

/** Makes a {@link Picture} of a file that a request brings. */
final class PictureReader {

    private final PictureLimits limits;

    PictureReader(PictureLimits limits) {
        this.limits = limits;
    }

    /** @throws InvalidRequest {@code invalid_image}, naming the field, the reason and what would be right */
    Picture read(String field, byte[] encoded) {
        try {
            return new SentPicture(field, ImageFile.read(encoded, limits));
        } catch (Refusal refusal) {
            throw InvalidRequest.image(field, refusal.getMessage());
        }
    }
}
