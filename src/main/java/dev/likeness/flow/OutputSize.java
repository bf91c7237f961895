package dev.likeness.flow;

import dev.likeness.input.Picture;

/** How large the pictures are to be. */
public sealed interface OutputSize {

    int MIN_SIDE = 64;
    int MAX_SIDE = 4096;

    /** Both sides 64..4096 pixels. */
    record Custom(int width, int height) implements OutputSize {}

    /** The pose picture's upright size, scaled into 64..4096 with its aspect kept. */
    record OfPoseImage() implements OutputSize {}

    default Custom resolve(Picture pose) {
        if (this instanceof Custom custom) {
            return custom;
        }
        return within(pose.width(), pose.height());
    }

    /** Shrunk so that the longer side fits; an aspect beyond 64:1 then has its shorter side widened to the limit. */
    static Custom within(int width, int height) {
        double scale = Math.min(1, (double) MAX_SIDE / Math.max(width, height));
        return new Custom(clamped(width * scale), clamped(height * scale));
    }

    private static int clamped(double side) {
        return (int) Math.max(MIN_SIDE, Math.min(MAX_SIDE, Math.round(side)));
    }
}
