package dev.likeness.requests;

import dev.likeness.auth.Caller;
import dev.likeness.flow.CharacterRequest;
import dev.likeness.flow.OutputSize;
import dev.likeness.input.ImageSource;
import dev.likeness.output.EncodedImage;
import dev.likeness.output.OutputFormat;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.UUID;

/** Requests to store. */
final class TestRequests {

    static final Caller ADA = new Caller("ada");
    static final Caller BOB = new Caller("bob");

    private TestRequests() {}

    static NewRequest request() {
        return request(ADA, 1, 10);
    }

    static NewRequest request(Caller caller, int samples, int bytes) {
        return request(caller, samples, bytes, Optional.empty());
    }

    static NewRequest keyed(String key, String fingerprint) {
        return request(ADA, 1, 10, Optional.of(new IdempotencyKey(key, fingerprint)));
    }

    /** One whose end is told to this receiver. */
    static NewRequest told(String receiver) {
        NewRequest usual = request();
        return new NewRequest(
                usual.id(),
                usual.caller(),
                usual.work(),
                usual.cost(),
                new Delivery("https://pictures.example", Optional.of(new Webhook(receiver + "/hook", receiver))),
                Optional.empty());
    }

    /** @param bytes of its pictures, together */
    private static NewRequest request(Caller caller, int samples, int bytes, Optional<IdempotencyKey> key) {
        CharacterRequest work = new CharacterRequest(
                new ImageSource.Inline(bytes(bytes / 2)),
                new ImageSource.Inline(bytes(bytes - bytes / 2)),
                "a \"coat\" é 🧥\n",
                Optional.of("rain"),
                new OutputSize.Custom(640, 960),
                OutputFormat.WEBP,
                77,
                samples,
                (1L << 53) - 5,
                OptionalDouble.of(0.75),
                OptionalDouble.empty(),
                Optional.of("fine"));
        return new NewRequest(
                UUID.randomUUID(),
                caller,
                work,
                new BigDecimal("1.25"),
                new Delivery("https://pictures.example", Optional.empty()),
                key);
    }

    /** Every value of a byte, so that nothing on the way may take them for text. */
    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static EncodedImage image(int sample, int bytes) {
        return new EncodedImage(sample, 7L + sample, OutputFormat.WEBP, 640, 960, bytes(bytes));
    }

    static Telling telling(String name) {
        return new Telling(name, "{\"name\":\"" + name + "\"}", Optional.empty(), Optional.empty());
    }

    static Telling passing(String data, double progress) {
        return new Telling("progress", data, Optional.of("progress"), Optional.of(progress));
    }
}
