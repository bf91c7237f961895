package dev.likeness.generation.segmind;

import dev.likeness.TestConfig;
import dev.likeness.generation.GenerationJob;
import dev.likeness.input.ImageLoader;
import dev.likeness.input.ImageSource;
import dev.likeness.input.InputConfig;
import dev.likeness.input.Picture;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/** Jobs for an upstream that paints no matter what. */
final class Commissions {

    static final int WIDTH = 96;
    static final int HEIGHT = 128;
    static final String PROMPT = "a red coat in the rain";

    private static final ImageLoader IMAGES =
            new ImageLoader(TestConfig.of(InputConfig.class, Map.of()), null, Runnable::run);

    private Commissions() {}

    static GenerationJob job(int samples) {
        return job(samples, 42, Optional.empty());
    }

    static GenerationJob job(int samples, long seed, Optional<String> profile) {
        return job(Paintings.png(100, 120), samples, seed, profile);
    }

    static GenerationJob job(byte[] face, int samples, long seed, Optional<String> profile) {
        return new GenerationJob(
                UUID.randomUUID(),
                PROMPT,
                Optional.of("hats"),
                picture("face_image", face),
                Optional.empty(),
                picture("pose_image", Paintings.png(64, 80)),
                Optional.empty(),
                WIDTH,
                HEIGHT,
                seed,
                samples,
                OptionalDouble.of(0.5),
                OptionalDouble.empty(),
                profile);
    }

    private static Picture picture(String field, byte[] file) {
        return IMAGES.load(field, new ImageSource.Inline(file)).await().indefinitely();
    }
}
