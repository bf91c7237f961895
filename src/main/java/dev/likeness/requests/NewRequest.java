package dev.likeness.requests;

import dev.likeness.auth.Caller;
import dev.likeness.flow.CharacterRequest;
import dev.likeness.input.ImageSource;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;

/**
 * A request that is to be stored.
 *
 * @param work with both pictures at hand
 * @param cost in credits, set aside already
 */
record NewRequest(
        UUID id,
        Caller caller,
        CharacterRequest work,
        BigDecimal cost,
        Delivery delivery,
        Optional<IdempotencyKey> key) {

    /** What its two pictures take. */
    long bytes() {
        return file(work.faceImage()).length + file(work.poseImage()).length;
    }

    NewRequest withoutPictures() {
        return new NewRequest(id, caller, work.with(new byte[0], new byte[0]), cost, delivery, key);
    }

    static byte[] file(ImageSource source) {
        return ((ImageSource.Inline) source).file();
    }
}
