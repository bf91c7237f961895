package dev.likeness.input;

import dev.likeness.error.InvalidRequest;
import java.awt.image.BufferedImage;
import java.util.Optional;

/** What becomes of a file: a picture, or the reason why not. */
final class Reading {

    private static final PictureReader READER = new PictureReader(Settings.LIMITS);

    private Reading() {}

    static Picture read(byte[] file) {
        return READER.read("face_image", file);
    }

    static BufferedImage decode(byte[] file) {
        return read(file).decode();
    }

    /** Why the file is refused, before it is decoded; empty when it is not. */
    static Optional<String> refusal(byte[] file) {
        return refusal(() -> read(file));
    }

    /** Why the file is refused, at the latest when it is decoded. */
    static Optional<String> decodingRefusal(byte[] file) {
        return refusal(() -> decode(file));
    }

    private static Optional<String> refusal(Runnable reading) {
        try {
            reading.run();
            return Optional.empty();
        } catch (InvalidRequest refused) {
            if (!refused.code().equals("invalid_image")
                    || !refused.violations().get(0).field().equals("face_image")) {
                throw new AssertionError("refused as something else", refused);
            }
            return Optional.of(refused.violations().get(0).message());
        }
    }
}
