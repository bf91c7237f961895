package dev.likeness.pose;

import dev.likeness.input.PngWriter;

/**
 * The drawings that steer a generating network, as PNG files of exactly the generated size: a network's hint is cropped
 * and resized, roughly, when it has another.
 */
public final class ControlImage {

    private ControlImage() {}

    /** What an OpenPose ControlNet reads: everybody, limbs and joints. */
    public static byte[] skeleton(Skeleton skeleton, int width, int height, SkeletonRenderer.Sticks sticks) {
        Skeleton fitted = skeleton.fittedInto(width, height);
        return PngWriter.write(SkeletonRenderer.pixels(fitted, sticks), width, height);
    }

    /**
     * What InstantID reads as {@code image_kps}: where the eyes, the nose and the corners of the mouth of the most
     * prominent person shall be. All black when their face is not to be seen, which leaves the face to the skeleton.
     */
    public static byte[] faceKeypoints(Skeleton skeleton, int width, int height) {
        Canvas canvas = new Canvas(width, height);
        skeleton.fittedInto(width, height)
                .mostProminent()
                .flatMap(FacePoints::of)
                .ifPresent(face -> face.draw(canvas));
        return PngWriter.write(canvas.pixels(), width, height);
    }
}
