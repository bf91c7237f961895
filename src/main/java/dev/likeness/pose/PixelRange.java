package dev.likeness.pose;

/** In which values networks take the pixels of a picture. */
public enum PixelRange {
    /** 0..255, as in the conversions of tf-pose-estimation. */
    BYTES(1, 0),
    /** -0.5..0.5, as OpenPose's own network takes them: a 256th of the byte, less a half. */
    CENTRED(1f / 256, -0.5f);

    private final float factor;
    private final float offset;

    PixelRange(float factor, float offset) {
        this.factor = factor;
        this.offset = offset;
    }

    float of(float value) {
        return value * factor + offset;
    }
}
